import type { FieldError } from "#lib/errors.ts";

/** Why the server did not do what it was asked. `errors` are about fields; without any it is about the whole. */
export interface Refusal {
  message: string;
  errors: FieldError[];
}

/** What a server action says: what came of it, or why not. */
export type Answer<T> = { done: T } | { refused: Refusal };

/** A server action, handed in by a page. What it is given comes from a browser, so the server checks it. */
export type Action<I, T = void> = (given: I) => Promise<Answer<T>>;
