import type { HubServer } from "#lib/jupyterhub/client.ts";
import { labUrl } from "#lib/jupyterhub/lab-url.ts";
import { requireHub, type RingCtx } from "./ctx.ts";
import type { Extension } from "#lib/jupyterhub/probe-lab.ts";
import { probeLabs } from "./probe-labs.ts";

/**
 * Every server that is active now, ready or still starting.
 * @param probe also ask each ready lab, without sending anything, whether it has the receiving extension
 * @throws BelfryError `off` without a hub, `hub-failed` when it can't be asked
 */
export async function activeServers(
  ctx: Pick<RingCtx, "hub" | "labs">,
  { probe, signal }: { probe: boolean; signal: AbortSignal },
): Promise<(HubServer & { extension?: Extension })[]> {
  const hub = requireHub(ctx);
  const servers = await hub.listServers({ state: "active" });
  if (!probe) return servers;
  const targets = servers
    .filter(({ ready }) => ready)
    .map((server) => ({ ...server, url: labUrl(ctx.labs.urlTemplate, { ...server, baseUrl: server.url }) }));
  const probed = await probeLabs(targets, ctx.labs, { mint: (target) => hub.mintToken(target), signal });
  const found = new Map(probed.map(({ target: { username, server }, extension }) => [`${username}/${server}`, extension]));
  return servers.map((server) => ({ ...server, ...(server.ready && { extension: found.get(`${server.username}/${server.server}`) ?? "unreachable" }) }));
}
