import { createHash } from "node:crypto";

/** What stands between the quotes of a tag that is made of what an answer says. */
export const digestOf = (content: string | Uint8Array): string =>
  createHash("sha256").update(content).digest("base64url");

/** Whether a request's `If-None-Match` still holds. Compared weakly, as GETs are: the same may be written in other bytes. */
export function matches(ifNoneMatch: string | null | undefined, etag: string): boolean {
  if (ifNoneMatch == null) return false;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, "");
  return ifNoneMatch.trim() === "*" || ifNoneMatch.split(",").some((tag) => opaque(tag) === opaque(etag));
}
