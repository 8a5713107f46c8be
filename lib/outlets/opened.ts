import { unseal } from "#lib/seal.ts";
import { sealedFor } from "./outlet.ts";

/** Why an outlet can't be used whose address can't be read any more. */
export const unopened = "AUTH_SECRET was changed since it was made; make it anew";

/** An outlet's address and secret; nothing where they were sealed under another `AUTH_SECRET`. */
export function opened(
  authSecret: string,
  { urlSealed, secretSealed }: { urlSealed: string; secretSealed: string },
): { url: string; secret: string } | undefined {
  const [url, secret] = [urlSealed, secretSealed].map((sealed) => unseal(authSecret, sealedFor, sealed));
  return url === undefined || secret === undefined ? undefined : { url, secret };
}
