import { openedBroadcast } from "#components/broadcast/opened-broadcast.ts";
import {
  firstPage,
  labsQuery,
  mostSent,
  openQuery,
  progressQuery,
  rangeOf,
  rangeStart,
  sentQuery,
  type Labs,
} from "#components/broadcast/queries.ts";
import { activeServers } from "#lib/broadcast/active-servers.ts";
import type { Seed } from "#components/http/seeded.tsx";
import { getBroadcast } from "#lib/broadcast/get.ts";
import { listSent } from "#lib/broadcast/list-sent.ts";
import { BelfryError } from "#lib/errors.ts";
import type { RequestCtx } from "#lib/instance.ts";
import { found } from "../../found.ts";

/** The page waits so long for the hub; a slower one is asked again by the browser, which meanwhile shows the page. */
const hubPatienceMs = 800;

/**
 * What the page shows first, so that it comes filled.
 * @param asked what the address holds: the number of a broadcast, and how far back
 */
export async function prefetched(
  ctx: RequestCtx,
  asked: { broadcast?: string | undefined; sent?: string | undefined } = {},
): Promise<Seed[]> {
  const opened = openedBroadcast(asked.broadcast);
  const range = rangeOf(asked.sent);
  const [sent, open, result, labs] = await Promise.all([
    listSent(ctx, { since: rangeStart(range, ctx.now().getTime()), limit: firstPage, open: false }),
    listSent(ctx, { limit: mostSent, open: true }),
    // One that does not exist is left to the browser to ask for: it says so where the result would be.
    opened === undefined ? undefined : found(getBroadcast(ctx, { id: opened, details: false })),
    Promise.race([listLabs(ctx), new Promise<undefined>((resolve) => setTimeout(resolve, hubPatienceMs))]),
  ]);
  return [
    [sentQuery(range, firstPage).queryKey, sent],
    [openQuery.queryKey, open],
    ...(opened !== undefined && result ? [[progressQuery(opened).queryKey, result] as const] : []),
    ...(labs ? [[labsQuery.queryKey, labs] as const] : []),
  ];
}

/** As the endpoint for the browser answers, without the addresses that the page does not need. */
async function listLabs(ctx: RequestCtx): Promise<Labs> {
  try {
    const { servers, warning } = await activeServers(ctx, {
      probe: false,
      signal: AbortSignal.timeout(hubPatienceMs),
    });
    const labs = servers.map(({ url: _, ...lab }) => lab);
    return { state: "listed", labs, warning };
  } catch (error) {
    if (error instanceof BelfryError && error.code === "off") return { state: "off" };
    if (error instanceof BelfryError && error.code === "hub-failed")
      return { state: "hub-failed", reason: error.message };
    throw error;
  }
}
