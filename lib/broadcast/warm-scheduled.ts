import { sql } from "drizzle-orm";
import type { HubServer } from "#lib/jupyterhub/client.ts";
import { checkLabs } from "./check-labs.ts";
import { requireHub, type RingCtx } from "./ctx.ts";
import { reach } from "./plan.ts";
import { keyOf } from "./warm-labs.ts";

/** How long before its time a scheduled broadcast's labs get their tokens: long enough for 5,000 at a hub's usual pace. */
const aheadS = 60;

/**
 * Has tokens made for the labs of broadcasts that are due within a minute, so that those need not wait for the hub.
 * @throws BelfryError `hub-failed`
 */
export async function warmScheduled(ctx: Pick<RingCtx, "db" | "hub" | "labs" | "stopping">): Promise<void> {
  if (!ctx.hub) return;
  const coming = await ctx.db.execute<{ recipients: string[] | null; except: string[] | null }>(sql`
    select recipients, recipients_except as except from broadcast
    where state = 'scheduled' and send_at > now() and send_at < now() + ${aheadS} * interval '1 second'`);
  if (coming.length === 0) return;
  const servers = new Map<string, HubServer>();
  for (const audience of coming) {
    const reached = await reach(requireHub(ctx), audience);
    for (const server of reached.servers) servers.set(keyOf(server), server);
  }
  await checkLabs(ctx, [...servers.values()], { warm: true, signal: ctx.stopping });
}
