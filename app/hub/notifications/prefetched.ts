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
import type { Seed } from "#components/http/seeded.tsx";
import { getBroadcast } from "#lib/broadcast/get.ts";
import { listsOfSent } from "#lib/broadcast/list-sent.ts";
import type { RequestCtx } from "#lib/instance.ts";
import { found } from "../../found.ts";

/**
 * What the page shows first, so that it comes filled with what Belfry itself knows. Which labs run, the hub alone does, and may
 * take long to say: the browser asks for that while the page is there already.
 * @see docs/decisions/0046-labs-come-after-the-page.md
 * @param asked what the address holds: the number of a broadcast, and how far back
 */
export async function prefetched(
  ctx: RequestCtx,
  asked: { broadcast?: string | undefined; sent?: string | undefined } = {},
): Promise<Seed[]> {
  const opened = openedBroadcast(asked.broadcast);
  const range = rangeOf(asked.sent);
  const [[sent, open], result] = await Promise.all([
    listsOfSent(ctx, [
      { since: rangeStart(range, ctx.now().getTime()), limit: firstPage, open: false },
      { limit: mostSent, open: true },
    ]),
    // One that does not exist is left to the browser to ask for: it says so where the result would be.
    opened === undefined ? undefined : found(getBroadcast(ctx, { id: opened, details: false })),
  ]);
  return [
    [sentQuery(range, firstPage).queryKey, sent],
    [openQuery.queryKey, open],
    ...(opened !== undefined && result ? [[progressQuery(opened).queryKey, result] as const] : []),
    ...(ctx.hub ? [] : [[labsQuery.queryKey, { state: "off" } satisfies Labs] as const]),
  ];
}
