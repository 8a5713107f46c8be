"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { showCountInTab } from "../inbox/show-count-in-tab.ts";
import { inboxKey, inboxQuery } from "../inbox/queries.ts";
import { refreshSoon } from "../inbox/refresh-soon.ts";
import { useUnread } from "../inbox/use-unread.ts";
import { Announcer } from "../ui/announcer.tsx";
import { liveStatus, unanswered } from "../live/live-status.ts";
import { useStore } from "../ui/use-store.ts";
import { followStream } from "./follow-stream.ts";

/** When nothing answers: until the next try. */
const againMs = 5000;

/** Keeps what a person sees up to date while a page of ours is open, and the count in the browser's tab. What happens is said here, nothing is drawn. */
export function LiveUpdates({ person, unread }: { person: string; unread: number }) {
  const queries = useQueryClient();
  const count = useUnread(unread);
  const { data: inbox, isError: failed } = useQuery(inboxQuery);
  const ready = inbox !== undefined;
  const blocked = useStore(liveStatus) === "polling";
  const pollMs = inbox?.pollMs;

  useEffect(() => showCountInTab(count), [count]);

  useEffect(() => (ready ? followStream(queries, person) : undefined), [queries, person, ready]);

  useEffect(() => {
    if (!blocked) return;
    const timer = setInterval(() => refreshSoon(queries), pollMs);
    return () => clearInterval(timer);
  }, [queries, blocked, pollMs]);

  useEffect(() => {
    unanswered.set(failed);
    if (!failed) return;
    // One that takes its time is left to it.
    const timer = setInterval(
      () => void queries.invalidateQueries({ queryKey: inboxKey }, { cancelRefetch: false }),
      againMs,
    );
    return () => clearInterval(timer);
  }, [queries, failed]);

  return <Announcer />;
}
