import type { InfiniteData } from "@tanstack/react-query";
import type { Seed } from "#components/http/seeded.tsx";
import type { Inbox } from "#components/inbox/inbox.ts";
import {
  filteredQuery,
  inboxQuery,
  mostFiltered,
  originQuery,
  type FilteredList,
  type OriginPage,
} from "#components/inbox/queries.ts";
import { isFiltered, type View } from "#components/inbox/view.ts";
import type { Ctx } from "#lib/ctx.ts";
import { pollIntervalS } from "#lib/http/listing.ts";
import { listOrigin } from "#lib/inbox/list-origin.ts";
import { list } from "#lib/inbox/list.ts";
import { overview } from "#lib/inbox/overview.ts";

/** What the notification centre shows first, so that it comes filled; as the browser would fetch it. */
export async function prefetched(ctx: Ctx, view: View): Promise<Seed[]> {
  const { origin } = view;
  const [all, shown] = await Promise.all([
    inbox(ctx),
    origin !== undefined ? originPage(ctx, origin) : isFiltered(view) ? filtered(ctx, view) : undefined,
  ]);
  return shown ? [all, shown] : [all];
}

async function inbox(ctx: Ctx): Promise<Seed> {
  const { overview: found, asOf } = await overview(ctx);
  const { recent: items, origins, clearedAt, version } = found;
  return [
    inboxQuery.queryKey,
    { items, origins, clearedAt, asOf, version, pollMs: pollIntervalS * 1000 } satisfies Inbox,
  ];
}

async function originPage(ctx: Ctx, origin: string): Promise<Seed> {
  const { items, total } = await listOrigin(ctx, { origin, start: 0 });
  return [
    originQuery(origin).queryKey,
    { pages: [{ items, total }], pageParams: [0] } satisfies InfiniteData<OriginPage, number>,
  ];
}

async function filtered(ctx: Ctx, { unread, category }: View): Promise<Seed> {
  const { groups } = await list(ctx, { unread, category, limit: mostFiltered, unmuted: true });
  const items = groups.flatMap(({ notifications }) => notifications).sort((a, b) => b.id - a.id);
  return [filteredQuery({ unread, category }).queryKey, { items } satisfies FilteredList];
}
