import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { Notification } from "#lib/inbox/schema.ts";
import { arrived, countedWith, type Arrival, type Difference, type Inbox } from "./inbox.ts";
import { isMuted, lists, loaded, type Pages } from "./listed.ts";
import { belongs, inboxQuery, pageWith } from "./queries.ts";
import type { View } from "./view.ts";

/** Puts an arrival into every list it belongs in. */
export function applyArrival(queries: QueryClient, arrival: Arrival): void {
  const { notification } = arrival;
  const muted = isMuted(queries, notification.origin);
  queries.setQueryData(inboxQuery.queryKey, (inbox) => inbox && arrived(inbox, arrival));
  for (const { queryKey, view, pages } of lists(queries)) {
    const [first, ...rest] = pages.pages;
    if (!first || !belongs(view, notification) || (muted && view.origin === undefined)) continue;
    // Whether a search finds it, the server knows.
    if (view.q !== "") searchSoon(queries, queryKey);
    else {
      const page = pageWith(first, notification);
      if (page === first) continue;
      const others = rest.map((each) => ({ ...each, total: page.total }));
      queries.setQueryData<Pages>(queryKey, { ...pages, pages: [page, ...others] });
    }
  }
}

/** What arrives together is searched once. */
const joinMs = 300;
let searching: ReturnType<typeof setTimeout> | undefined;

function searchSoon(queries: QueryClient, queryKey: QueryKey): void {
  clearTimeout(searching);
  searching = setTimeout(() => void queries.invalidateQueries({ queryKey }), joinMs);
}

/** What happens to some notifications. */
export type Effect = "clear" | "read" | "unread" | "keep" | "let go";

export interface ListChange {
  effect: Effect;
  covers: (notification: Notification) => boolean;
  /** Left out: single ones. Else everything that is not muted, or an origin; also what is not loaded here. */
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
  queries.setQueryData(
    inboxQuery.queryKey,
    (inbox) =>
      inbox && {
        ...inbox,
        items: patched(inbox.items, change),
        origins: countedWith(inbox.origins, differences),
      },
  );
  for (const { queryKey, view, pages } of lists(queries))
    queries.setQueryData<Pages>(queryKey, patchedPages(pages, change, view));
  return -differences.values().reduce((sum, { total }) => sum + total, 0);
}

/** The loaded ones that a change does something to. */
function affected(queries: QueryClient, { effect, covers }: ListChange): Notification[] {
  if (effect === "keep" || effect === "let go") return [];
  return loaded(queries).filter((item) => covers(item) && (effect === "clear" || item.read !== (effect === "read")));
}

function patched(items: Notification[], { effect, covers }: ListChange): Notification[] {
  if (effect === "clear") return items.filter((item) => !covers(item));
  return items.map((item) => (covers(item) ? after(item, effect) : item));
}

function after({ kept, ...item }: Notification, effect: Exclude<Effect, "clear">): Notification {
  if (effect === "keep") return { ...item, kept: true };
  if (effect === "let go") return item;
  return { ...item, read: effect === "read", ...(kept && { kept }) };
}

/** What was cleared is cleared already; what is brought back or let go leaves the list that it was in. */
function patchedPages(listed: Pages, change: ListChange, { show }: View): Pages {
  const { effect, covers } = change;
  if (show === "cleared" && effect === "clear") return listed;
  const leaves = (show === "cleared" && effect === "keep") || (show === "kept" && effect === "let go");
  const pages = listed.pages.map((page) => ({
    ...page,
    items: leaves ? page.items.filter((item) => !covers(item)) : patched(page.items, change),
    before: page.items.length,
  }));
  const gone = pages.reduce((sum, { items, before }) => sum + before - items.length, 0);
  return {
    ...listed,
    pages: pages.map(({ before: _, total, ...page }) => ({
      ...page,
      total: total === undefined ? undefined : total - gone,
    })),
  };
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

/** Of an origin, loaded or not, only those stay that the change does not cover: what is kept, and what came later, which is loaded. */
function wholeDifferences(
  queries: QueryClient,
  { effect, covers }: ListChange,
  { origin: only }: { origin: string | undefined },
): Map<string, Difference> {
  const inbox = queries.getQueryData<Inbox>(inboxQuery.queryKey);
  const others = inbox?.items.filter((item) => !covers(item)) ?? [];
  const differences = new Map<string, Difference>();
  for (const { origin, total, unread, muted, kept = 0 } of inbox?.origins ?? []) {
    if (only === undefined ? muted : only !== origin) continue;
    const staying = others.filter((item) => item.origin === origin);
    const left = staying.filter((item) => !item.kept).length + kept;
    const leftUnread = staying.filter(({ read }) => !read).length;
    differences.set(origin, { total: effect === "clear" ? left - total : 0, unread: leftUnread - unread });
  }
  return differences;
}
