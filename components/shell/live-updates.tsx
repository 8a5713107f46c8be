"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { noteSeen } from "../http/seen-at.ts";
import { inboxKey, inboxQuery } from "../inbox/queries.ts";
import { refreshSoon } from "../inbox/refresh-soon.ts";
import { Announcer } from "../ui/announcer.tsx";
import { liveStatus, unanswered } from "../live/live-status.ts";
import { useStore } from "../ui/use-store.ts";
import { destinationsOf, type ShellPerson } from "./destinations.ts";
import { followStream } from "./follow-stream.ts";
import { whenIdle } from "./when-idle.ts";

/** When nothing answers: until the next try. */
const againMs = 5000;

/** Keeps what a person sees up to date while a page of ours is open. What happens is said here, nothing is drawn. */
export function LiveUpdates({ username, role }: ShellPerson) {
  const queries = useQueryClient();
  const router = useRouter();
  const { data: inbox, dataUpdatedAt, isError: failed } = useQuery(inboxQuery);
  const ready = inbox !== undefined;
  const status = useStore(liveStatus);
  const blocked = status === "polling";
  const signedOut = status === "signed-out";
  const pollMs = inbox?.pollMs;

  useEffect(() => noteSeen(dataUpdatedAt), [dataUpdatedAt]);

  useEffect(
    () => (ready ? followStream(queries, username, (path) => router.push(path)) : undefined),
    [queries, username, ready, router],
  );

  useEffect(
    () =>
      whenIdle(async () => {
        const { keepSeen } = await import("../offline/keep-seen.ts");
        return keepSeen(
          queries,
          username,
          destinationsOf(role).map(({ href }) => href),
        );
      }),
    [queries, username, role],
  );

  useEffect(() => {
    if (signedOut) void import("../offline/forget-seen.ts").then(({ forgetSeen }) => forgetSeen());
  }, [signedOut]);

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
