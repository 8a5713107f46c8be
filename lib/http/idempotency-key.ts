import { z } from "zod";
import type { RequestHead } from "#lib/auth/request-head.ts";
import { BelfryError } from "#lib/errors.ts";

/**
 * The request's `Idempotency-Key`, if it has one.
 * @throws BelfryError `bad-input` for one that is empty or longer than 255 characters
 */
export function idempotencyKey({ headers }: RequestHead): string | undefined {
  const key = headers.get("idempotency-key");
  if (key === null) return undefined;
  if (key !== "" && key.length <= 255) return key;
  throw new BelfryError("bad-input", "Idempotency-Key must be 1 to 255 characters.", {
    errors: [{ path: "Idempotency-Key", message: "must be 1 to 255 characters" }],
  });
}

/** For the document: the header, and what it does. */
export const keyHeader = (about: string) => z.string().min(1).max(255).describe(about);

/** For the document: what tells an answer of before from one to work that was done now. */
export const replayHeader = {
  "Idempotency-Replayed": z.literal("true").describe("This `Idempotency-Key` came before, nothing was done again"),
};

/** The header of an answer that is given once more. */
export const replay = (replayed: boolean): Record<string, string> =>
  replayed ? { "Idempotency-Replayed": "true" } : {};
