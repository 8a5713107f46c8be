import { BelfryError } from "#lib/errors.ts";
import { labUrl, type LabAddress } from "#lib/jupyterhub/lab-url.ts";
import type { Labs } from "./labs.ts";

/**
 * Where a server's notifications are posted to, or the error that says why no address can be made of what the hub lists:
 * that is this server's own outcome, and nobody else's trouble.
 */
export function addressOf({ urlTemplate, hubUrl }: Pick<Labs, "urlTemplate" | "hubUrl">, server: LabAddress) {
  try {
    return { url: labUrl(urlTemplate, server, hubUrl), fault: undefined };
  } catch (error) {
    if (!(error instanceof BelfryError)) throw error;
    return { url: undefined, fault: error };
  }
}
