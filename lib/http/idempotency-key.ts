import { BelfryError } from "#lib/errors.ts";

/**
 * The request's `Idempotency-Key`, if it has one.
 * @throws BelfryError `bad-input` for one that is empty or longer than 255 characters
 */
export function idempotencyKey(request: Request): string | undefined {
  const key = request.headers.get("idempotency-key");
  if (key === null) return undefined;
  if (key !== "" && key.length <= 255) return key;
  throw new BelfryError("bad-input", "Idempotency-Key must be 1 to 255 characters.", {
    errors: [{ path: "Idempotency-Key", message: "must be 1 to 255 characters" }],
  });
}
