import { activeServers, type ActiveServer } from "#lib/broadcast/active-servers.ts";
import { hintFor } from "#lib/broadcast/hint-for.ts";
import type { Labs } from "#lib/broadcast/labs.ts";
import type { HubClient, HubServer } from "#lib/jupyterhub/client.ts";
import { labUrl } from "#lib/jupyterhub/lab-url.ts";
import { inTwo, off, ok, wrong, type Finding } from "./check.ts";

/** One that hangs or has crashed says nothing of the settings, so a second and a third are asked. */
const mostAsked = 3;
const otherwise = "Look at that lab's own log, and at LAB_URL_TEMPLATE.";

/**
 * Whether a lab can be reached and has the extension: one at a time is asked as before a broadcast, by a GET, which shows
 * nothing to anybody.
 */
export async function lookAtLab(hub: HubClient, labs: Labs): Promise<Finding> {
  let ready: HubServer[];
  try {
    ready = await hub.listServers({ state: "ready" });
  } catch (error) {
    return inTwo(error, "Once the hub is right, ask again.");
  }
  if (ready.length === 0) return off("no lab runs now", "Start one and ask again.");
  let first: { asked: ActiveServer; server: HubServer } | undefined;
  for (const server of ready.slice(0, mostAsked)) {
    const { servers } = await activeServers(
      { hub: { ...hub, listServers: async () => [server] }, labs },
      { probe: true, fresh: true, signal: AbortSignal.timeout(4 * labs.timeoutMs) },
    );
    const [asked] = servers;
    if (asked?.extension === "installed")
      return ok(
        `${ready.length} run; ${nameOf(server)} is reached at ${addressOf(server, labs) ?? "its address"} and has the extension`,
      );
    if (asked) first ??= { asked, server };
  }
  if (!first) return off("no lab runs any more", "Start one and ask again.");
  return fault(first, labs, hub);
}

function fault({ asked, server }: { asked: ActiveServer; server: HubServer }, labs: Labs, hub: HubClient): Finding {
  const { extension, reason = "it said nothing" } = asked;
  const address = addressOf(server, labs) ?? null;
  const outcome =
    extension === "missing" ? "extension-missing" : /\bscope tokens\b/.test(reason) ? "no-token" : "unreachable";
  const found =
    extension === "missing"
      ? `${nameOf(server)} answers at ${address ?? "its address"}, but not for the extension (404)`
      : `${nameOf(server)} can't be asked: ${reason}`;
  return wrong(
    found,
    hintFor({ outcome, reason, address }, { urlTemplate: labs.urlTemplate, apiUrl: hub.apiUrl }) ?? otherwise,
  );
}

const nameOf = ({ username, server }: HubServer) => `the lab of ${username}${server && `/${server}`}`;

/** Nothing where none can be made; asking it then says why. */
function addressOf({ username, server, url, fullUrl }: HubServer, { urlTemplate, hubUrl }: Labs): string | undefined {
  try {
    return labUrl(urlTemplate, { username, server, baseUrl: url, fullUrl }, hubUrl);
  } catch {
    return undefined;
  }
}
