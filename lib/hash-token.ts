import { createHash } from "node:crypto";

/** SHA-256 is enough for a token: it is random, there is nothing to guess. @returns base64url */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
