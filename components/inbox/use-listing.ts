"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Notification } from "#lib/inbox/schema.ts";
import type { Inbox } from "./inbox.ts";
import { belongs, inboxQuery, listQuery } from "./queries.ts";
import { isAll, type View } from "./view.ts";

/** What a view lists. */
export interface Listing {
  inbox: Inbox | undefined;
  items: Notification[];
  /** How many the view has in all, where that is known. */
  total: number | undefined;
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
  const atHand = inbox?.items.filter((item) => belongs(view, item));
  const listed = useInfiniteQuery({
    ...listQuery(view),
    enabled: !isAll(view),
    ...(atHand &&
      view.show === undefined &&
      view.q === "" && {
        placeholderData: { pages: [{ items: atHand, total: undefined, next: undefined }], pageParams: [0] },
      }),
  });

  const { fetchNextPage, hasNextPage, isPlaceholderData } = listed;
  // What is fetched anew goes first: until then the end says that it is loading, and asks for nothing.
  const load = useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage]);

  const query = isAll(view) ? all : listed;
  const pages = listed.data?.pages;
  const items = isAll(view) ? inbox?.items : pages?.flatMap((page) => page.items);
  const whole = !isAll(view) && !isPlaceholderData && !hasNextPage ? items?.length : undefined;
  return {
    inbox,
    items: items ?? none,
    total: isAll(view) ? undefined : (pages?.at(-1)?.total ?? whole),
    loading: items === undefined || (query.isPlaceholderData && items.length === 0),
    waiting: query.isPaused,
    error: items === undefined || query.isPlaceholderData ? query.error : null,
    retry: () => void query.refetch(),
    more: !isAll(view) && hasNextPage && !isPlaceholderData ? { load, loading: listed.isFetching } : undefined,
  };
}
