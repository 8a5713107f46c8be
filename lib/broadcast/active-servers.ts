import type { HubServer } from "#lib/jupyterhub/client.ts";
import { addressOf } from "#lib/jupyterhub/lab-url.ts";
import type { Extension } from "#lib/jupyterhub/probe-lab.ts";
import { requireHub, type RingCtx } from "./ctx.ts";
import { unsettledWarning } from "./plan.ts";
import { probeLabs, unreachable } from "./probe-labs.ts";
import { keyOf, type Finding } from "./probe-memory.ts";

/** A server as people see it. */
export interface ActiveServer extends Pick<HubServer, "username" | "server" | "ready" | "url"> {
  /** Of a ready one, where it was asked for. */
  extension?: Extension;
  /** Why it is unreachable. */
  reason?: string;
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
): Promise<{ servers: ActiveServer[]; warning?: string }> {
  const said: { warning?: string } = {};
  const onUnsettled = () => (said.warning = unsettledWarning);
  const servers = await requireHub(ctx).listServers({ state: "active", onUnsettled });
  if (probe) ctx.labs.memory.retain(fresh ? [] : servers);
  const found = probe ? await extensionsOf(ctx, servers, signal) : undefined;
  const shown = servers.map((each) => {
    const { username, server, ready, url } = each;
    return { username, server, ready, url, ...(found && ready && (found.get(each) ?? unreachable(undefined))) };
  });
  return { servers: shown, ...said };
}

/**
 * What is remembered of the ready ones; those that nothing is known of are asked, unless somebody else does so already,
 * and what they say is remembered.
 */
async function extensionsOf(
  ctx: Pick<RingCtx, "hub" | "labs">,
  servers: readonly HubServer[],
  signal: AbortSignal,
): Promise<Map<HubServer, Finding>> {
  const hub = requireHub(ctx);
  const { memory } = ctx.labs;
  // Looked at once: while others are asked, what is remembered may run out.
  const found = new Map<HubServer, Finding>();
  const unknown = new Map<string, HubServer>();
  for (const server of servers.filter(({ ready }) => ready)) {
    const known = memory.recall(server, performance.now());
    if (known === undefined) unknown.set(keyOf(server), server);
    else found.set(server, known);
  }
  const answers = await memory.underWay.ask([...unknown.keys()], signal, async (keys, allLeft) => {
    const addressed = keys
      .flatMap((key) => unknown.get(key) ?? [])
      .map((listed) => ({ ...listed, listed, ...addressOf(ctx.labs, { ...listed, baseUrl: listed.url }) }));
    const targets = addressed.flatMap((each) => (each.url === undefined ? [] : { ...each, url: each.url }));
    const probed = await probeLabs(targets, ctx.labs, hub, allLeft);
    for (const { target, finding } of probed) memory.keep(target.listed, finding, performance.now());
    return new Map([
      ...probed.map(({ target, finding }) => [keyOf(target.listed), finding] as const),
      ...addressed.flatMap(({ listed, fault }) => (fault ? [[keyOf(listed), unreachable(fault)] as const] : [])),
    ]);
  });
  for (const [key, server] of unknown) found.set(server, answers.get(key) ?? unreachable(undefined));
  return found;
}
