import type { QueryClient } from "@tanstack/react-query";
import { reportProgress, type BroadcastProgress } from "../live/broadcast-progress.ts";
import { progressQuery, sentKey } from "./queries.ts";
import { sayProgress } from "./say-progress.ts";

/** Brings what is shown of a broadcast up to date with an event of the stream. */
export function applyProgress(queries: QueryClient, progress: BroadcastProgress): void {
  reportProgress(progress);
  sayProgress(progress, window.location.pathname.includes("/hub/notifications"));
  const refresh = (queryKey: readonly unknown[]) =>
    void queries.invalidateQueries({ queryKey }, { cancelRefetch: false });
  refresh(progressQuery(progress.id).queryKey);
  if (progress.state !== "running") refresh(sentKey);
}
