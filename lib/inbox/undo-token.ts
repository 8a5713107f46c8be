import { randomBytes } from "node:crypto";

/** How long a clear can be taken back. */
export const undoableS = 10 * 60;

/** What a clear hands out to be taken back with: 128 random bits, of which only the hash is kept. */
export function newUndoToken(): string {
  return randomBytes(16).toString("base64url");
}
