import { BelfryError } from "#lib/errors.ts";
import type { HubServer } from "#lib/jupyterhub/client.ts";
import { labUrl } from "#lib/jupyterhub/lab-url.ts";
import type { Extension } from "#lib/jupyterhub/probe-lab.ts";
import { requireHub, type RingCtx } from "./ctx.ts";
import type { Target } from "./fan-out.ts";
import { probeLabs } from "./probe-labs.ts";

/** A server as people see it. */
export interface ActiveServer extends Pick<HubServer, "username" | "server" | "ready" | "url"> {
  /** Of a ready one, where it was asked for. */
  extension?: Extension;
}

/**
 * Every server that is active now, ready or still starting.
 * @param probe also ask each ready lab, without sending anything, whether it has the receiving extension; what it said
 *   a while ago is taken instead where that is still good
 * @param fresh whatever they said before
 * @throws BelfryError `off` without a hub, `hub-failed` when it can't be asked
 */
export async function activeServers(
  ctx: Pick<RingCtx, "hub" | "labs">,
  { probe, fresh = false, signal }: { probe: boolean; fresh?: boolean; signal: AbortSignal },
): Promise<ActiveServer[]> {
  const servers = await requireHub(ctx).listServers({ state: "active" });
  const { memory } = ctx.labs;
  if (probe) {
    memory.retain(fresh ? [] : servers);
    await probeReady(ctx, servers, signal);
  }
  return servers.map((each) => {
    const { username, server, ready, url } = each;
    return { username, server, ready, url, ...(probe && ready && { extension: memory.recall(each, performance.now()) ?? "unreachable" }) };
  });
}

/** Asks the ready ones that nothing is known of, and remembers what they say. */
async function probeReady(ctx: Pick<RingCtx, "hub" | "labs">, servers: readonly HubServer[], signal: AbortSignal): Promise<void> {
  const hub = requireHub(ctx);
  const { memory, urlTemplate } = ctx.labs;
  const targets = servers.filter((server) => server.ready && memory.recall(server, performance.now()) === undefined).flatMap((server) => addressed(urlTemplate, server));
  const probed = await probeLabs(targets, ctx.labs, { mint: (target) => hub.mintToken(target), signal });
  for (const { target, extension } of probed) memory.keep(target.listed, extension, performance.now());
}

/** Nothing for a server that no address can be made of: it counts as unreachable. */
function addressed(urlTemplate: string, listed: HubServer): (Target & { listed: HubServer })[] {
  try {
    return [{ username: listed.username, server: listed.server, listed, url: labUrl(urlTemplate, { ...listed, baseUrl: listed.url }) }];
  } catch (error) {
    if (error instanceof BelfryError) return [];
    throw error;
  }
}
