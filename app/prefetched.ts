import type { InfiniteData } from "@tanstack/react-query";
import type { Seed } from "#components/http/seeded.tsx";
import { urgentOf, type Inbox } from "#components/inbox/inbox.ts";
import { inboxQuery, listQuery, pageSize, type ListPage } from "#components/inbox/queries.ts";
import { isAll, type View } from "#components/inbox/view.ts";
import type { Ctx } from "#lib/ctx.ts";
import { pollIntervalS } from "#lib/http/listing.ts";
import { listOrigin } from "#lib/inbox/list-origin.ts";
import { list } from "#lib/inbox/list.ts";
import { queryOf } from "#lib/inbox/words.ts";
import { fairOverview } from "./fair-overview.ts";

/** What the notification centre shows first, so that it comes filled; as the browser would fetch it. */
export async function prefetched(ctx: Ctx, view: View): Promise<Seed[]> {
  const [all, page] = await Promise.all([inbox(ctx), isAll(view) ? undefined : firstPage(ctx, view)]);
  if (!page) return [all];
  const listed: InfiniteData<ListPage, number> = { pages: [page], pageParams: [0] };
  return [all, [listQuery(view).queryKey, listed]];
}

async function inbox({ actor }: Ctx): Promise<Seed> {
  const { overview: found, asOf } = await fairOverview(actor);
  const { recent: items, origins, clearedAt, version } = found;
  const pollMs = pollIntervalS * 1000;
  return [
    inboxQuery.queryKey,
    { items, urgent: urgentOf(items), origins, clearedAt, asOf, version, pollMs } satisfies Inbox,
  ];
}

async function firstPage(ctx: Ctx, { origin, show, q: words, ...filter }: View): Promise<ListPage> {
  const q = queryOf(words);
  // Searched for without a word in it, nothing is found.
  if (words !== "" && q === undefined) return { items: [], total: 0, next: undefined };
  if (origin !== undefined) {
    const { items, total } = await listOrigin(ctx, { ...filter, q, origin, start: 0 });
    return { items, total, next: undefined };
  }
  const which = { unmuted: show === undefined, kept: show === "kept", cleared: show === "cleared" };
  const { groups, next } = await list(ctx, { ...filter, q, ...which, limit: pageSize });
  const items = groups.flatMap(({ notifications }) => notifications).sort((a, b) => b.id - a.id);
  return { items, total: undefined, next };
}
