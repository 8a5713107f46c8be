"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Notification } from "#lib/inbox/schema.ts";
import type { Inbox } from "./inbox.ts";
import { filteredQuery, fits, inboxQuery, originQuery } from "./queries.ts";
import { isFiltered, type View } from "./view.ts";

/** What a view lists. */
export interface Listing {
  inbox: Inbox | undefined;
  items: Notification[];
  /** Nothing is known yet. */
  loading: boolean;
  /** It can't be asked for before the browser is online again. */
  waiting: boolean;
  error: Error | null;
  retry: () => void;
  /** Fetches what is older; left out when all is there. */
  more: { load: () => void; loading: boolean } | undefined;
}

const none: Notification[] = [];

/** The notifications of a view. What is at hand is shown at once, and made whole when the answer comes. */
export function useListing(view: View): Listing {
  const all = useQuery(inboxQuery);
  const inbox = all.data;
  const filtered = useQuery({
    ...filteredQuery({ unread: view.unread, category: view.category }),
    enabled: view.origin === undefined && isFiltered(view),
    placeholderData: inbox && { items: inbox.items.filter((item) => fits(view, item)) },
  });
  const { origin = "" } = view;
  const listed = useInfiniteQuery({
    ...originQuery(origin),
    enabled: view.origin !== undefined,
    placeholderData: inbox && {
      pages: [
        {
          items: inbox.items.filter((item) => item.origin === origin),
          total: inbox.origins.find((counts) => counts.origin === origin)?.total ?? 0,
        },
      ],
      pageParams: [0],
    },
  });

  const { fetchNextPage } = listed;
  // What is fetched anew goes first: until then the end says that it is loading, and asks for nothing.
  const load = useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage]);

  const query = view.origin !== undefined ? listed : isFiltered(view) ? filtered : all;
  const items =
    view.origin !== undefined
      ? listed.data?.pages.flatMap((page) => page.items.filter((item) => fits(view, item)))
      : isFiltered(view)
        ? filtered.data?.items
        : inbox?.items;
  const isPlaceholder = query.isPlaceholderData;
  return {
    inbox,
    items: items ?? none,
    loading: items === undefined || (isPlaceholder && items.length === 0),
    waiting: query.isPaused,
    error: items === undefined || isPlaceholder ? query.error : null,
    retry: () => void query.refetch(),
    more:
      view.origin !== undefined && listed.hasNextPage && !isPlaceholder
        ? { load, loading: listed.isFetching }
        : undefined,
  };
}
