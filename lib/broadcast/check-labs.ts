import type { HubServer } from "#lib/jupyterhub/client.ts";
import { addressOf } from "#lib/jupyterhub/lab-url.ts";
import { requireHub, type RingCtx } from "./ctx.ts";
import { probeLabs, unreachable } from "./probe-labs.ts";
import type { Finding } from "./probe-memory.ts";
import { keyOf } from "./warm-labs.ts";

/**
 * What is known of the ready ones. Those that nothing is known of are asked, unless somebody else does so already, and what
 * they say is remembered. A send that begins meanwhile ends it.
 * @param warm also those that there is no token for, or one that ends soon, at the hub's full pace; if another instance
 *   has tokens, it is enough that it does
 * @returns nothing of those that start, and of those that were not asked because a send came first
 * @throws BelfryError `off` without a hub
 */
export async function checkLabs(
  ctx: Pick<RingCtx, "hub" | "labs">,
  servers: readonly HubServer[],
  { warm, signal }: { warm: boolean; signal: AbortSignal },
): Promise<Map<HubServer, Finding>> {
  const hub = requireHub(ctx);
  const { memory, checks } = ctx.labs;
  const warming = warm && !ctx.labs.warm.isElsewhere;
  // Looked at once: while others are asked, what is remembered may run out.
  const found = new Map<HubServer, Finding>();
  const asked = new Map<string, HubServer>();
  for (const server of servers.filter(({ ready }) => ready)) {
    const known = memory.recall(server, performance.now());
    if (known) found.set(server, known);
    if (!known || (warming && ctx.labs.warm.read(server) === undefined)) asked.set(keyOf(server), server);
  }
  const ask = () =>
    memory.underWay.ask([...asked.keys()], signal, async (keys, allLeft) => {
      const addressed = keys
        .flatMap((key) => asked.get(key) ?? [])
        .map((listed) => ({ ...listed, listed, ...addressOf(ctx.labs, { ...listed, baseUrl: listed.url }) }));
      const targets = addressed.flatMap((each) => (each.url === undefined ? [] : { ...each, url: each.url }));
      const probed = await probeLabs(targets, ctx.labs, hub, AbortSignal.any([allLeft, checks.stopped]));
      const findings = new Map<string, Finding>();
      for (const { target, finding } of probed) {
        if (!finding) continue;
        memory.keep(target.listed, finding, performance.now());
        findings.set(keyOf(target.listed), finding);
      }
      for (const { listed, fault } of addressed) if (fault) findings.set(keyOf(listed), unreachable(fault));
      return findings;
    });
  const answers = warming ? await checks.hurry(ask) : await ask();
  for (const [key, server] of asked) {
    const answer = answers.get(key);
    if (answer) found.set(server, answer);
  }
  return found;
}
