"use client";

import { useQuery } from "@tanstack/react-query";
import { unreadIn } from "./inbox.ts";
import { inboxQuery } from "./queries.ts";

/** How many are unread and not muted. @param before as the server counted, until the browser knows */
export function useUnread(before: number): number {
  const { data } = useQuery(inboxQuery);
  return data ? unreadIn(data) : before;
}
