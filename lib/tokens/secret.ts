import { randomBytes } from "node:crypto";

/** What every token of ours begins with, so that scanners and people know one when they see it. */
export const tokenPrefix = "blf_";

/** A new token: 256 random bits. It is shown once and only its hash is kept. */
export function newToken(): string {
  return tokenPrefix + randomBytes(32).toString("base64url");
}
