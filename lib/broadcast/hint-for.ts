import { defaultLabUrlTemplate } from "#lib/env.ts";
import { hubAddresses } from "#lib/jupyterhub/lab-url.ts";
import type { FinalOutcome } from "./outcome.ts";

/** One of several failures that are alike. */
export interface Failure {
  outcome: FinalOutcome;
  reason: string | null;
  /** Where it was tried; null when it came to no address. */
  address: string | null;
}

/** How this instance reaches labs and the hub. */
export interface Reached {
  urlTemplate: string;
  apiUrl: string | undefined;
}

/** Where every server failed alike, it is not the servers: which setting or scope to look at. */
export function hintFor({ outcome, reason, address }: Failure, { urlTemplate, apiUrl }: Reached): string | undefined {
  if (outcome === "no-token") {
    return /\bscope tokens\b/.test(reason ?? "")
      ? "The hub makes no tokens for this service: its role needs the scope tokens."
      : undefined;
  }
  if (address !== null && apiUrl !== undefined && isHubItself(outcome, address, apiUrl))
    return "LAB_URL_TEMPLATE leads to the hub itself, not to its proxy or to the labs.";
  if (outcome === "extension-missing")
    return "No lab has the extension: pip install jupyterlab_notifications_extension where labs run. If they have it, LAB_URL_TEMPLATE leads elsewhere.";
  if (!["unreachable", "unknown", "unauthorized", "not-running"].includes(outcome)) return undefined;
  if (urlTemplate === hubAddresses)
    return "LAB_URL_TEMPLATE is hub: the addresses that the hub gives have to work from here.";
  const isDefault = urlTemplate === defaultLabUrlTemplate ? ", its default" : "";
  return `LAB_URL_TEMPLATE is ${urlTemplate}${isDefault}: it has to lead from here to the labs, or to the hub's proxy, as http://HOST:8000{base_url} does; where each user has a host of their own, set it to hub.`;
}

/**
 * Its API may be asked through its proxy, and labs then stand behind the same host. They are told apart where labs answered
 * without the extension: the hub answers so below its own path alone, and leads away from a lab's.
 */
function isHubItself(outcome: FinalOutcome, address: string, apiUrl: string): boolean {
  const [asked, api] = [URL.parse(address), URL.parse(apiUrl)];
  if (!asked || !api || asked.host !== api.host) return false;
  return outcome !== "extension-missing" || asked.pathname.startsWith(api.pathname.replace(/api\/?$/, ""));
}
