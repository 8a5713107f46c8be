import { createHash, randomBytes } from "node:crypto";

/** What every token of ours begins with, so that scanners and people know one when they see it. */
export const tokenPrefix = "blf_";

/** A new token: 256 random bits. It is shown once and only its hash is kept. */
export function newToken(): string {
  return tokenPrefix + randomBytes(32).toString("base64url");
}

/** SHA-256 is enough here: the token itself is random, there is nothing to guess. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
