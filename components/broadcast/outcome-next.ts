import type { Outcome } from "./outcome-look.ts";

/** What an admin can do about labs that did not take it; nothing where there is nothing to be done. */
export const outcomeNext: Record<Exclude<Outcome, "delivered" | "queued">, string> = {
  "extension-missing": "Install the extension where these labs run, restart them, then retry.",
  unreachable:
    "Nothing answers at their addresses. If the labs are up, look at LAB_URL_TEMPLATE and whether Belfry is on the labs’ network; then retry.",
  unknown: "No answer came in time, so they may have it. Ask before you retry: they would be shown it twice.",
  "not-running":
    "Stopped or crashed since the hub listed them. Their people find it in their inboxes; retry once they run again.",
  unauthorized:
    "Refused the token. Usually LAB_URL_TEMPLATE leads to a login page and not to the labs; correct it, then retry.",
  "no-token": "The hub made no token for them. Look at the service’s scope “tokens” and at the hub’s log, then retry.",
  "server-error": "The extension failed. The lab’s log says why; retry, and update the extension if it stays.",
  rejected: "Something else than the extension answers there. Look at the address of each below, then retry.",
  cancelled: "Taken back before it was sent to them. Write to them if they should have it after all.",
};
