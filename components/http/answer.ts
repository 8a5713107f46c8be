import type { FieldError } from "#lib/errors.ts";
import { RequestError } from "./request-error.ts";

/** What a server action says: what came of it, or why not. Errors that are thrown reach no browser, so it is a value. */
export type Answer<T> = { done: T } | { refused: { message: string; errors: FieldError[] } };

/** A server action, handed in by a page. What it is given comes from a browser, so the server checks it. */
export type Action<I, T = void> = (given: I) => Promise<Answer<T>>;

/** What came of an action, as of any other request. @throws RequestError when it was refused */
export function resultOf<T>(answer: Answer<T>): T {
  // Asked for by what was refused: a `done` that is undefined does not survive the way to the browser.
  if ("refused" in answer) throw new RequestError(422, answer.refused.message, answer.refused.errors);
  return answer.done;
}
