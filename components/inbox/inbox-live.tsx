"use client";

import { useQueryClient, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Notification } from "#lib/inbox/schema.ts";
import { reportProgress, type BroadcastProgress } from "../live/broadcasts-in-flight.ts";
import { startLive } from "../live/start-live.ts";
import { reportUnanswered, useLiveStatus } from "../live/status.ts";
import { showCountInTab } from "./count-badge.ts";
import { hearInbox } from "./hear.ts";
import type { Inbox } from "./inbox.ts";
import { inboxKey, inboxQuery } from "./queries.ts";
import { refreshSoon } from "./refresh.ts";
import { useUnread } from "./use-unread.ts";

/** When nothing answers: until the next try. */
const againMs = 5000;

const raise = async (told: Notification) => (await import("./desktop.ts")).raiseOnDesktop(told);

/** From where a stream is to go on: as the `id` of its events. */
const standing = (inbox: Inbox | undefined) => (inbox ? `${inbox.asOf}.${inbox.version}` : "");

/** Keeps what a person sees up to date while a page of ours is open, and the count in the browser's tab. Draws nothing. */
export function InboxLive({ person, unread }: { person: string; unread: number }) {
  const queries = useQueryClient();
  const count = useUnread(unread);
  const { data: inbox, isError: unanswered } = useQuery(inboxQuery);
  const ready = inbox !== undefined;
  const blocked = useLiveStatus() === "polling";
  const pollMs = inbox?.pollMs;

  useEffect(() => showCountInTab(count), [count]);

  useEffect(() => {
    if (!ready) return;
    const hear = (event: string, data: unknown, position: string | undefined, toRaise: boolean) => {
      if (event === "broadcast") {
        const progress = data as BroadcastProgress;
        reportProgress(progress);
        void queries.invalidateQueries({ queryKey: ["broadcast", progress.id] }, { cancelRefetch: false });
        if (progress.state !== "running")
          void queries.invalidateQueries({ queryKey: ["sent"] }, { cancelRefetch: false });
        return;
      }
      hearInbox(queries, event, data, position);
      if (event === "notification" && toRaise && !isMuted((data as Notification).origin))
        void raise(data as Notification);
    };
    const isMuted = (name: string) =>
      queries.getQueryData(inboxQuery.queryKey)?.origins.some(({ origin, muted }) => muted && origin === name);
    const start = () =>
      startLive({
        person,
        position: standing(queries.getQueryData(inboxQuery.queryKey)),
        hear,
        catchUp: () => refreshSoon(queries),
      });

    let stop = start();
    const onHide = () => stop();
    // A page that comes back out of the browser's memory shows what was.
    const onShow = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return;
      stop = start();
      refreshSoon(queries);
    };
    window.addEventListener("pagehide", onHide);
    window.addEventListener("pageshow", onShow);
    return () => {
      window.removeEventListener("pagehide", onHide);
      window.removeEventListener("pageshow", onShow);
      stop();
    };
  }, [queries, person, ready]);

  useEffect(() => {
    if (!blocked) return;
    const timer = setInterval(() => refreshSoon(queries), pollMs);
    return () => clearInterval(timer);
  }, [queries, blocked, pollMs]);

  useEffect(() => {
    reportUnanswered(unanswered);
    if (!unanswered) return;
    // One that takes its time is left to it.
    const timer = setInterval(
      () => void queries.invalidateQueries({ queryKey: inboxKey }, { cancelRefetch: false }),
      againMs,
    );
    return () => clearInterval(timer);
  }, [queries, unanswered]);

  return null;
}
