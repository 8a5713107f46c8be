import { createHmac, timingSafeEqual } from "node:crypto";
import { hashToken } from "#lib/hash-token.ts";
import { unseal } from "#lib/seal.ts";
import type { Kind } from "./delivery.ts";
import { sealedFor } from "./inlet.ts";

/** What a sender shows of the secret. */
export interface Shown {
  header: (name: string) => string | undefined;
  /** From `Authorization`, or from `?token=`. */
  token: string | undefined;
  /** The body as it came. */
  bytes: Uint8Array;
}

/** What is kept of the secret. */
export interface Kept {
  secretHash: string | null;
  secretSealed: string | null;
}

/** Whether whoever sent a delivery has the inlet's secret. Compared in a time that tells nothing of where they differ. */
export function isProven({ proof }: Pick<Kind, "proof">, shown: Shown, kept: Kept, authSecret: string): boolean {
  if (proof === "signature") {
    const secret = kept.secretSealed === null ? undefined : unseal(authSecret, sealedFor, kept.secretSealed);
    if (secret === undefined) return false;
    const signature = `sha256=${createHmac("sha256", secret).update(shown.bytes).digest("hex")}`;
    return isSame(signature, shown.header("x-hub-signature-256") ?? "");
  }
  const secret = proof === "gitlab-token" ? shown.header("x-gitlab-token") : shown.token;
  return secret !== undefined && isSame(hashToken(secret), kept.secretHash ?? "");
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
