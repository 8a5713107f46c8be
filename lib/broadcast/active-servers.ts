import type { HubServer } from "#lib/jupyterhub/client.ts";
import type { Extension } from "#lib/jupyterhub/probe-lab.ts";
import { requireHub, type RingCtx } from "./ctx.ts";
import { checkLabs } from "./check-labs.ts";
import { unsettledWarning } from "./plan.ts";

/** A server as people see it. */
export interface ActiveServer extends Pick<
  HubServer,
  "username" | "server" | "ready" | "url" | "started" | "lastActivity"
> {
  /** Of a ready one, where it was asked for. */
  extension?: Extension;
  /** Why it is unreachable. */
  reason?: string;
}

/** How labs are asked. */
interface Probing {
  /** Ask each ready lab, without sending anything, whether it has the receiving extension; what it said a while ago is taken instead where that is still good. */
  probe: boolean;
  /** Whatever they said before. */
  fresh?: boolean;
  /** Somebody is writing: also those that are known, unless there is a token for each already, so that a send need not wait for the hub. */
  warm?: boolean;
}

/**
 * Every server that is active now, ready or still starting.
 * @returns without `extension` for who was not asked because a send came first
 * @throws BelfryError `off` without a hub, `hub-failed` when it can't be asked
 */
export async function activeServers(
  ctx: Pick<RingCtx, "hub" | "labs">,
  { probe, fresh = false, warm = false, signal }: Probing & { signal: AbortSignal },
): Promise<{ servers: ActiveServer[]; warning?: string }> {
  const said: { warning?: string } = {};
  const onUnsettled = () => (said.warning = unsettledWarning);
  const servers = await requireHub(ctx).listServers({ state: "active", onUnsettled });
  if (probe) {
    ctx.labs.memory.retain(fresh ? [] : servers);
    ctx.labs.warm.retain(servers);
  }
  const found = probe ? await checkLabs(ctx, servers, { warm, signal }) : undefined;
  const shown = servers.map((each) => {
    const { username, server, ready, url, started, lastActivity } = each;
    return { username, server, ready, url, started, ...(lastActivity && { lastActivity }), ...found?.get(each) };
  });
  return { servers: shown, ...said };
}
