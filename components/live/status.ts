"use client";

import { useSyncExternalStore } from "react";
import type { ConnectionState } from "./connection.ts";

/** What the page says of its live line. */
export type LiveStatus = "live" | "reconnecting" | "polling" | "signed-out";

/** A short gap, such as a restart, is nobody's business. */
const patienceMs = 3000;

let status: LiveStatus = "live";
let unanswered = false;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

function set(next: LiveStatus): void {
  status = next;
  tell();
}

/** Takes in how the connection is, be it this tab's or the one of the tab that leads. */
export function reportConnection(state: ConnectionState): void {
  if (state === "lost") {
    timer ??= setTimeout(() => set("reconnecting"), patienceMs);
    return;
  }
  clearTimeout(timer);
  timer = undefined;
  if (state !== "connecting") set(state === "open" ? "live" : state === "blocked" ? "polling" : "signed-out");
}

/** Takes in whether what was last asked for has failed: then what is shown is old, however the stream is. */
export function reportUnanswered(failed: boolean): void {
  unanswered = failed;
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How the live line is. */
export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(
    subscribe,
    () => status,
    () => "live",
  );
}

/** Whether what is shown is as old as the last answer. */
export function useUnanswered(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => unanswered,
    () => false,
  );
}
