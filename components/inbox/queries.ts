import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Notification } from "#lib/inbox/schema.ts";
import { request, requestJson } from "../http/request.ts";
import { beginFetch } from "./arrivals.ts";
import { arrived, inserted, urgentOf, type Arrival, type Inbox } from "./inbox.ts";
import { filterParams, fits, hasWord, type View } from "./view.ts";

/** All of the inbox's queries begin with it. */
export const inboxKey = ["inbox"] as const;

/** The stream keeps them up to date, so they are not asked for again merely because time has passed. */
const staleTime = 300_000;

/** Asks for a list, and puts in what came over the stream in the meantime. */
async function meanwhile<T>(ask: () => Promise<T>, take: (answer: T, arrival: Arrival) => T): Promise<T> {
  const { arrivedSince } = beginFetch();
  const answer = await ask();
  return arrivedSince().reduce(take, answer);
}

/** The newest of each origin that is not muted, and the counts. */
export const inboxQuery = queryOptions({
  queryKey: [...inboxKey, "all"],
  queryFn: ({ signal }) =>
    meanwhile(async (): Promise<Inbox> => {
      const { closeGaps } = beginFetch();
      const response = await request("/api/inbox?fair=true", { signal });
      closeGaps();
      const {
        recent: items,
        origins,
        clearedAt,
        version,
      } = (await response.json()) as { recent: Notification[] } & Pick<Inbox, "origins" | "clearedAt" | "version">;
      const pollMs = Number(response.headers.get("x-poll-interval") ?? 30) * 1000;
      const asOf = response.headers.get("as-of") ?? "";
      return { items, urgent: urgentOf(items), origins, clearedAt, version, pollMs, asOf };
    }, arrived),
  staleTime,
});

/** A page of a list; with arrivals and without what was cleared, the first may hold more and any less than was asked for. */
export interface ListPage {
  items: Notification[];
  /** How many the whole list has; an origin's alone is counted. */
  total: number | undefined;
  /** Where the next page begins, as that list counts: a place in an origin's, else the id it is below. */
  next: number | undefined;
}

/** How many a page of a list across origins gives. */
export const pageSize = 100;

export const listsKey = [...inboxKey, "list"] as const;

/** Whether an arrival belongs into a view's list, as far as can be told here. */
export const belongs = (view: View, { origin, ...notification }: Notification): boolean =>
  view.show === undefined && (view.origin === undefined || view.origin === origin) && fits(view, notification);

/** What a view lists that is not simply all there is, page by page. */
export const listQuery = (view: View) =>
  infiniteQueryOptions({
    queryKey: [...listsKey, view],
    queryFn: ({ signal, pageParam: start }) =>
      meanwhile(
        () => (view.q !== "" && !hasWord(view.q) ? nothing : askForPage(view, start, signal)),
        // What a search finds among the arrivals is asked for with the next refresh.
        (page, { notification }) =>
          start === 0 && view.q === "" && belongs(view, notification) ? pageWith(page, notification) : page,
      ),
    initialPageParam: 0,
    getNextPageParam: ({ total, next, items }, pages) => {
      if (total === undefined) return next;
      // The next one begins after as many as are there: both sides count the same ones.
      const loaded = pages.reduce((sum, page) => sum + page.items.length, 0);
      return loaded < total && items.length !== 0 ? loaded : undefined;
    },
    staleTime,
  });

const nothing: Promise<ListPage> = Promise.resolve({ items: [], total: 0, next: undefined });

async function askForPage(view: View, start: number, signal: AbortSignal): Promise<ListPage> {
  const { origin, show } = view;
  if (origin !== undefined) {
    const query = new URLSearchParams({ range: String(start), ...filterParams(view) });
    const { data, total_count: total } = await requestJson<{ data: Notification[]; total_count: number }>(
      `/notifications/${origin}?${query}`,
      { signal },
    );
    return { items: data, total, next: undefined };
  }
  const query = new URLSearchParams({
    limit: String(pageSize),
    ...(show === undefined ? { muted: "false" } : { [show]: "true" }),
    ...filterParams(view),
    ...(start > 0 && { before: String(start) }),
  });
  const response = await request(`/notifications?${query}`, { signal });
  const groups = (await response.json()) as { notifications: Notification[] }[];
  const items = groups.flatMap(({ notifications }) => notifications).sort((a, b) => b.id - a.id);
  return { items, total: undefined, next: response.headers.has("link") ? items.at(-1)?.id : undefined };
}

/** A page with one more. */
export function pageWith(page: ListPage, notification: Notification): ListPage {
  const items = inserted(page.items, notification);
  return items === page.items ? page : { ...page, items, total: page.total === undefined ? undefined : page.total + 1 };
}
