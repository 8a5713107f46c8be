import { unseal } from "#lib/seal.ts";
import { sealedFor } from "./outlet.ts";

/** Why an outlet can't be used whose address can't be read any more. */
export const unopened = "AUTH_SECRET was changed since it was made; make it anew";

/** An outlet's address and its secret, empty where nothing is signed; nothing where they were sealed under another `AUTH_SECRET`. */
export function opened(
  authSecret: string,
  { urlSealed, secretSealed }: { urlSealed: string; secretSealed: string | null },
): { url: string; secret: string } | undefined {
  const [url, secret] = [urlSealed, secretSealed].map((sealed) =>
    sealed === null ? "" : unseal(authSecret, sealedFor, sealed),
  );
  return url === undefined || secret === undefined ? undefined : { url, secret };
}
