"use client";

import { useSyncExternalStore } from "react";

/** How far a broadcast has come, as the stream tells those who may send some. */
export interface BroadcastProgress {
  id: number;
  state: string;
  total: number;
  successful: number;
  failed: number;
}

/** How long the result of one that was seen in flight stays. */
const resultMs = 8000;

let shown: BroadcastProgress | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function show(next: BroadcastProgress | undefined): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Takes in what the stream tells. One that had ended before anybody here saw it run is no news. */
export function reportProgress(progress: BroadcastProgress): void {
  const running = progress.state === "running";
  if (!running && shown?.id !== progress.id) return;
  clearTimeout(timer);
  if (!running) timer = setTimeout(() => show(undefined), resultMs);
  show(progress);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The broadcast in flight, or the one that ended a moment ago. */
export function useBroadcastInFlight(): BroadcastProgress | undefined {
  return useSyncExternalStore(
    subscribe,
    () => shown,
    () => undefined,
  );
}
