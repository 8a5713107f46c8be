import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const algorithm = "aes-256-gcm";

/** A key of its own purpose, so that nothing sealed here is good for anything that the secret is used for elsewhere. */
const keyOf = (authSecret: string, purpose: string) => Buffer.from(hkdfSync("sha256", authSecret, "", purpose, 32));

/** Seals a text under a key that follows from `AUTH_SECRET` and what it is for. @returns nonce, tag and text in base64url */
export function seal(authSecret: string, purpose: string, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(algorithm, keyOf(authSecret, purpose), nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** Opens what {@link seal} gave; nothing where it was sealed under another `AUTH_SECRET` or for something else, or changed. */
export function unseal(authSecret: string, purpose: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, "base64url");
  const nonce = bytes.subarray(0, 12);
  // Too short to be one of ours.
  if (bytes.length < 28) return undefined;
  const decipher = createDecipheriv(algorithm, keyOf(authSecret, purpose), nonce, { authTagLength: 16 });
  decipher.setAuthTag(bytes.subarray(12, 28));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
