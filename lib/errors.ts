/** What went wrong, in the domain's words. `lib/http/problem.ts` alone turns a code into an HTTP status. */
export type ErrorCode =
  | "bad-input"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "too-large"
  | "too-many"
  | "hub-failed"
  | "off";

/** One field that was wrong: `path` as `data.package` or `recipients.3`, `message` for a person. */
export interface FieldError {
  path: string;
  message: string;
}

// Next.js bundles the start hook apart from the pages, so this class exists twice in one process
// (docs/decisions/0016-two-bundles.md).
const brand = Symbol.for("belfry.error");

/** An error a caller is told about. Its `message` is shown as it is, so it never holds a secret. */
export class BelfryError extends Error {
  readonly code: ErrorCode;
  readonly errors: FieldError[];
  /** Seconds to wait before another try, for `too-many` and `off`. */
  readonly retryAfterS: number | undefined;
  readonly [brand] = true;

  /** By its mark and not by its class: an error of the other bundle's class is one of ours too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this !== BelfryError)
      return Function.prototype[Symbol.hasInstance].call<typeof BelfryError, [unknown], boolean>(this, value);
    return typeof value === "object" && value !== null && brand in value;
  }

  constructor(
    code: ErrorCode,
    message: string,
    more: { errors?: FieldError[]; retryAfterS?: number; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "BelfryError";
    this.code = code;
    this.errors = more.errors ?? [];
    this.retryAfterS = more.retryAfterS;
  }
}

/** So many faults of one request are told. */
const mostTold = 20;

/**
 * The error of fields that are wrong; who sends 60,000 names that nobody has needs no list of all of them back.
 * @param whole what a fault without a path is about, if that has a name
 */
export function badFields(faults: readonly FieldError[], whole = ""): BelfryError {
  const errors = faults.slice(0, mostTold);
  const left = faults.length - errors.length;
  const told = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message));
  if (left > 0) told.push(`and ${left.toLocaleString("en")} more`);
  return new BelfryError("bad-input", `${told.join("; ")}.`, {
    errors: errors.map(({ path, message }) => ({ path: path || whole, message })),
  });
}
