import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Notification } from "#lib/inbox/schema.ts";
import { inboxQuery, listsKey, type ListPage } from "./queries.ts";
import type { View } from "./view.ts";

export type Pages = InfiniteData<ListPage, number>;

/** What is listed beside the newest of all. */
export const lists = (queries: QueryClient) =>
  queries
    .getQueriesData<Pages>({ queryKey: listsKey })
    .flatMap(([queryKey, pages]) => (pages ? [{ queryKey, view: queryKey.at(-1) as View, pages }] : []));

/** Whether an origin is folded away, as far as is known. */
export function isMuted(queries: QueryClient, name: string): boolean {
  const origins = queries.getQueryData(inboxQuery.queryKey)?.origins ?? [];
  return origins.some(({ origin, muted }) => muted && origin === name);
}

/** All that is loaded of what is there, each once. */
export function loaded(queries: QueryClient): Notification[] {
  const all = [
    queries.getQueryData(inboxQuery.queryKey)?.items ?? [],
    ...lists(queries).flatMap(({ view, pages }) =>
      view.show === "cleared" ? [] : pages.pages.map(({ items }) => items),
    ),
  ];
  return [...new Map(all.flat().map((item) => [item.id, item])).values()];
}
