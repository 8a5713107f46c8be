import { hash } from "node:crypto";

/** SHA-256 is enough for a token: it is random, there is nothing to guess. @returns base64url */
export function hashToken(token: string): string {
  return hash("sha256", token, "base64url");
}
