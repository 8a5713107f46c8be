import type { FieldError } from "#lib/errors.ts";

/** What was asked for was refused, or not answered at all (`status` 0). `message` is for people. */
export class RequestError extends Error {
  readonly status: number;
  /** What was wrong with which field; without any it is about the whole. */
  readonly errors: readonly FieldError[];

  constructor(status: number, message: string, errors: readonly FieldError[] = []) {
    super(message);
    this.name = "RequestError";
    this.status = status;
    this.errors = errors;
  }
}

/** What to show of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof RequestError ? error.message : "Belfry did not answer as expected. Try again.";
}
