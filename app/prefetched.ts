import { QueryClient } from "@tanstack/react-query";
import { filteredQuery, inboxQuery, mostFiltered, originQuery } from "#components/inbox/queries.ts";
import { isFiltered, type View } from "#components/inbox/view.ts";
import type { Ctx } from "#lib/ctx.ts";
import { pollIntervalS } from "#lib/http/listing.ts";
import { listOrigin } from "#lib/inbox/list-origin.ts";
import { list } from "#lib/inbox/list.ts";
import { overview } from "#lib/inbox/overview.ts";

/** What the notification centre shows first, so that it comes filled; as the browser would fetch it. */
export async function prefetched(ctx: Ctx, view: View): Promise<QueryClient> {
  const queries = new QueryClient();
  const { origin, unread, category } = view;
  const filter = { unread, category };
  const [{ overview: inbox, asOf }, listed, filtered] = await Promise.all([
    overview(ctx),
    origin === undefined ? undefined : listOrigin(ctx, { origin, start: 0 }),
    origin === undefined && isFiltered(view) ? list(ctx, { ...filter, limit: mostFiltered, unmuted: true }) : undefined,
  ]);
  const { recent: items, origins, clearedAt } = inbox;
  queries.setQueryData(inboxQuery.queryKey, { items, origins, clearedAt, asOf, pollMs: pollIntervalS * 1000 });
  if (origin !== undefined && listed) queries.setQueryData(originQuery(origin).queryKey, { pages: [{ items: listed.items, total: listed.total }], pageParams: [0] });
  if (filtered) {
    const all = filtered.groups.flatMap(({ notifications }) => notifications);
    queries.setQueryData(filteredQuery(filter).queryKey, { items: all.sort((a, b) => b.id - a.id) });
  }
  return queries;
}
