import type { InfiniteData } from "@tanstack/react-query";
import type { Seed } from "#components/http/seeded.tsx";
import { listQuery, pageSize, type ListPage } from "#components/inbox/queries.ts";
import { isAll, type View } from "#components/inbox/view.ts";
import type { Ctx } from "#lib/ctx.ts";
import { listOrigin } from "#lib/inbox/list-origin.ts";
import { list } from "#lib/inbox/list.ts";
import { queryOf } from "#lib/inbox/words.ts";
import { inboxSeed } from "./fair-overview.ts";

/**
 * What the notification centre shows first, so that it comes filled; as the browser would fetch it.
 * @returns {@link Seed}s as JSON
 */
export async function prefetched(ctx: Ctx, view: View): Promise<string> {
  const [all, page] = await Promise.all([inboxSeed(ctx.actor), isAll(view) ? undefined : firstPage(ctx, view)]);
  if (!page) return `[${all}]`;
  const listed: InfiniteData<ListPage, number> = { pages: [page], pageParams: [0] };
  return `[${all},${JSON.stringify([listQuery(view).queryKey, listed] satisfies Seed)}]`;
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
