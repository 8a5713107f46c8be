import { BelfryError } from "#lib/errors.ts";
import type { HubServer } from "#lib/jupyterhub/client.ts";
import { labUrl } from "#lib/jupyterhub/lab-url.ts";
import type { Extension } from "#lib/jupyterhub/probe-lab.ts";
import { requireHub, type RingCtx } from "./ctx.ts";
import type { Target } from "./fan-out.ts";
import { probeLabs } from "./probe-labs.ts";
import { keyOf } from "./probe-memory.ts";

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
  if (probe) ctx.labs.memory.retain(fresh ? [] : servers);
  const found = probe ? await extensionsOf(ctx, servers, signal) : undefined;
  return servers.map((each) => {
    const { username, server, ready, url } = each;
    return { username, server, ready, url, ...(found && ready && { extension: found.get(each) ?? "unreachable" }) };
  });
}

/**
 * What is remembered of the ready ones; those that nothing is known of are asked, unless somebody else does so already,
 * and what they say is remembered.
 */
async function extensionsOf(
  ctx: Pick<RingCtx, "hub" | "labs">,
  servers: readonly HubServer[],
  signal: AbortSignal,
): Promise<Map<HubServer, Extension>> {
  const hub = requireHub(ctx);
  const { memory, urlTemplate } = ctx.labs;
  // Looked at once: while others are asked, what is remembered may run out.
  const found = new Map<HubServer, Extension>();
  const unknown = new Map<string, HubServer>();
  for (const server of servers.filter(({ ready }) => ready)) {
    const known = memory.recall(server, performance.now());
    if (known === undefined) unknown.set(keyOf(server), server);
    else found.set(server, known);
  }
  const answers = await memory.underWay.ask([...unknown.keys()], signal, async (keys, allLeft) => {
    const targets = keys.flatMap((key) => unknown.get(key) ?? []).flatMap((server) => addressed(urlTemplate, server));
    const probed = await probeLabs(targets, ctx.labs, hub, allLeft);
    for (const { target, extension } of probed) memory.keep(target.listed, extension, performance.now());
    return new Map(probed.map(({ target, extension }) => [keyOf(target.listed), extension]));
  });
  for (const [key, server] of unknown) found.set(server, answers.get(key) ?? "unreachable");
  return found;
}

/** Nothing for a server that no address can be made of: it counts as unreachable. */
function addressed(urlTemplate: string, listed: HubServer): (Target & { listed: HubServer })[] {
  try {
    return [
      {
        username: listed.username,
        server: listed.server,
        listed,
        url: labUrl(urlTemplate, { ...listed, baseUrl: listed.url }),
      },
    ];
  } catch (error) {
    if (error instanceof BelfryError) return [];
    throw error;
  }
}
