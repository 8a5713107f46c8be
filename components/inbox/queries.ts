import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Category, Notification } from "#lib/inbox/schema.ts";
import { request, requestJson } from "../http/request.ts";
import { beginFetch } from "./arrivals.ts";
import { arrived, inserted, type Arrival, type Inbox } from "./inbox.ts";

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

/** The newest of everything that is not muted, and the counts. */
export const inboxQuery = queryOptions({
  queryKey: [...inboxKey, "all"],
  queryFn: ({ signal }) =>
    meanwhile(async (): Promise<Inbox> => {
      const { closeGaps } = beginFetch();
      const response = await request("/api/inbox", { signal });
      closeGaps();
      const {
        recent: items,
        origins,
        clearedAt,
        version,
      } = (await response.json()) as { recent: Notification[] } & Pick<Inbox, "origins" | "clearedAt" | "version">;
      const pollMs = Number(response.headers.get("x-poll-interval") ?? 30) * 1000;
      return { items, origins, clearedAt, version, pollMs, asOf: response.headers.get("as-of") ?? "" };
    }, arrived),
  staleTime,
});

/** Which of all notifications to list. */
export interface Filter {
  unread: boolean;
  category: Category | undefined;
}

/** Whether one is to be listed. */
export const fits = ({ unread, category }: Filter, { read, category: own }: Pick<Notification, "read" | "category">) =>
  !(unread && read) && (category === undefined || category === own);

export interface FilteredList {
  items: Notification[];
}

/** How many a filtered list gives. */
export const mostFiltered = 100;

/** The newest of everything that fits a filter and is not muted. */
export const filteredQuery = (filter: Filter) =>
  queryOptions({
    queryKey: [...inboxKey, "filtered", filter],
    queryFn: ({ signal }) =>
      meanwhile(
        async (): Promise<FilteredList> => {
          const query = new URLSearchParams({
            limit: String(mostFiltered),
            muted: "false",
            ...(filter.unread && { unread: "true" }),
            ...(filter.category && { category: filter.category }),
          });
          const groups = await requestJson<{ notifications: Notification[] }[]>(`/notifications?${query}`, { signal });
          return { items: groups.flatMap(({ notifications }) => notifications).sort((a, b) => b.id - a.id) };
        },
        ({ items }, { notification }) => ({
          items: fits(filter, notification) ? inserted(items, notification) : items,
        }),
      ),
    staleTime,
  });

/** A page of an origin; with arrivals and without what was cleared, the first may hold more and any less than 50. */
export interface OriginPage {
  items: Notification[];
  total: number;
}

/** All of an origin, page by page. The next one begins after as many as are there: both sides count the same ones. */
export const originQuery = (origin: string) =>
  infiniteQueryOptions({
    queryKey: [...inboxKey, "origin", origin],
    queryFn: ({ signal, pageParam: start }) =>
      meanwhile(
        async (): Promise<OriginPage> => {
          const { data, total_count: total } = await requestJson<{ data: Notification[]; total_count: number }>(
            `/notifications/${origin}?range=${start}`,
            { signal },
          );
          return { items: data, total };
        },
        (page, { notification }) =>
          start === 0 && notification.origin === origin ? pageWith(page, notification) : page,
      ),
    initialPageParam: 0,
    getNextPageParam: ({ total }, pages) => {
      const loaded = pages.reduce((sum, { items }) => sum + items.length, 0);
      return loaded < total && pages.at(-1)?.items.length !== 0 ? loaded : undefined;
    },
    staleTime,
  });

/** A page with one more. */
export function pageWith(page: OriginPage, notification: Notification): OriginPage {
  const items = inserted(page.items, notification);
  return items === page.items ? page : { items, total: page.total + 1 };
}
