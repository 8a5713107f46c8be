import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { Notification } from "#lib/inbox/schema.ts";
import { arrived, counted, inserted, type Arrival, type Difference, type Inbox } from "./inbox.ts";
import {
  fits,
  inboxKey,
  inboxQuery,
  originQuery,
  pageWith,
  type Filter,
  type FilteredList,
  type OriginPage,
} from "./queries.ts";

const filteredKey = [...inboxKey, "filtered"];
const originKey = [...inboxKey, "origin"];

type Pages = InfiniteData<OriginPage, number>;

/** Puts an arrival into every list it belongs in. */
export function applyArrival(queries: QueryClient, arrival: Arrival): void {
  const { notification } = arrival;
  const { origin } = notification;
  const muted = isMuted(queries, origin);
  queries.setQueryData(inboxQuery.queryKey, (inbox) => inbox && arrived(inbox, arrival));
  for (const [key, list] of queries.getQueriesData<FilteredList>({ queryKey: filteredKey })) {
    if (list && !muted && fits(key.at(-1) as Filter, notification))
      queries.setQueryData<FilteredList>(key, { items: inserted(list.items, notification) });
  }
  queries.setQueryData(originQuery(origin).queryKey, (listed) => {
    const [first, ...rest] = listed?.pages ?? [];
    if (!listed || !first) return listed;
    const page = pageWith(first, notification);
    return page === first
      ? listed
      : { ...listed, pages: [page, ...rest.map((each) => ({ ...each, total: page.total }))] };
  });
}

/** Whether an origin is folded away, as far as is known. */
export function isMuted(queries: QueryClient, name: string): boolean {
  const origins = queries.getQueryData(inboxQuery.queryKey)?.origins ?? [];
  return origins.some(({ origin, muted }) => muted && origin === name);
}

/** What happens to some notifications. */
export type Effect = "clear" | "read" | "unread";

export interface ListChange {
  effect: Effect;
  covers: (notification: Notification) => boolean;
  /** Left out: single ones. Else everything, or an origin; also what is not loaded here. */
  scope?: { origin: string | undefined };
}

/**
 * Does to every list what the server does, or is about to do.
 * @returns how many it cleared
 */
export function applyChange(queries: QueryClient, change: ListChange): number {
  const differences = change.scope
    ? wholeDifferences(queries, change, change.scope)
    : differencesOf(affected(queries, change), change.effect);
  const patch = (items: Notification[]) => patched(items, change);
  queries.setQueryData(
    inboxQuery.queryKey,
    (inbox) => inbox && { ...inbox, items: patch(inbox.items), origins: counted(inbox.origins, differences) },
  );
  queries.setQueriesData<FilteredList>({ queryKey: filteredKey }, (list) => list && { items: patch(list.items) });
  queries.setQueriesData<Pages>({ queryKey: originKey }, (listed) => listed && patchedPages(listed, patch));
  return -differences.values().reduce((sum, { total }) => sum + total, 0);
}

/** All that is loaded, each once. */
export function loaded(queries: QueryClient): Notification[] {
  const lists = [
    queries.getQueryData(inboxQuery.queryKey)?.items ?? [],
    ...queries.getQueriesData<FilteredList>({ queryKey: filteredKey }).map(([, list]) => list?.items ?? []),
    ...queries
      .getQueriesData<Pages>({ queryKey: originKey })
      .flatMap(([, listed]) => listed?.pages.map(({ items }) => items) ?? []),
  ];
  return [...new Map(lists.flat().map((item) => [item.id, item])).values()];
}

/** The loaded ones that a change does something to. */
function affected(queries: QueryClient, { effect, covers }: ListChange): Notification[] {
  return loaded(queries).filter((item) => covers(item) && (effect === "clear" || item.read !== (effect === "read")));
}

function patched(items: Notification[], { effect, covers }: ListChange): Notification[] {
  if (effect === "clear") return items.filter((item) => !covers(item));
  return items.map((item) => (covers(item) ? { ...item, read: effect === "read" } : item));
}

function patchedPages(listed: Pages, patch: (items: Notification[]) => Notification[]): Pages {
  const pages = listed.pages.map(({ items, total }) => ({ items: patch(items), total, before: items.length }));
  const gone = pages.reduce((sum, { items, before }) => sum + before - items.length, 0);
  return { ...listed, pages: pages.map(({ items, total }) => ({ items, total: total - gone })) };
}

function differencesOf(taken: Notification[], effect: Effect): Map<string, Difference> {
  const differences = new Map<string, Difference>();
  for (const { origin, read } of taken) {
    const { total, unread } = differences.get(origin) ?? { total: 0, unread: 0 };
    const one = effect === "unread" ? 1 : read ? 0 : -1;
    differences.set(origin, { total: total - (effect === "clear" ? 1 : 0), unread: unread + one });
  }
  return differences;
}

/** Of an origin, loaded or not, only those stay that the change does not cover: they came later, so they are loaded. */
function wholeDifferences(
  queries: QueryClient,
  { effect, covers }: ListChange,
  { origin: only }: { origin: string | undefined },
): Map<string, Difference> {
  const inbox = queries.getQueryData<Inbox>(inboxQuery.queryKey);
  const later = inbox?.items.filter((item) => !covers(item)) ?? [];
  const differences = new Map<string, Difference>();
  for (const { origin, total, unread } of inbox?.origins ?? []) {
    if (only !== undefined && only !== origin) continue;
    const kept = later.filter((item) => item.origin === origin);
    const keptUnread = kept.filter(({ read }) => !read).length;
    differences.set(origin, { total: effect === "clear" ? kept.length - total : 0, unread: keptUnread - unread });
  }
  return differences;
}
