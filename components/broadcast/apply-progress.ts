import type { QueryClient } from "@tanstack/react-query";
import { reportProgress, type BroadcastProgress } from "../live/broadcast-progress.ts";
import { progressQuery, sentKey } from "./queries.ts";
import { sayProgress } from "./say-progress.ts";

/** Brings what is shown of a broadcast up to date with an event of the stream. */
export function applyProgress(queries: QueryClient, progress: BroadcastProgress): void {
  reportProgress(progress);
  sayProgress(progress, window.location.pathname.includes("/hub/notifications"));
  // What is being fetched serves for what comes in meanwhile, but not for the last: nothing asks again after it.
  const ended = progress.state !== "running";
  const refresh = async (queryKey: readonly unknown[]) => {
    if (ended) await queries.cancelQueries({ queryKey });
    await queries.invalidateQueries({ queryKey }, { cancelRefetch: false });
  };
  void refresh(progressQuery(progress.id).queryKey);
  if (ended) void refresh(sentKey);
}
