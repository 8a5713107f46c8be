"use client";

import { useSyncExternalStore } from "react";
import type { ConnectionState } from "./connection.ts";

/** What the page says of its live line. */
export type LiveStatus = "live" | "reconnecting" | "polling" | "signed-out";

/** A short gap, such as a restart, is nobody's business. */
const patienceMs = 3000;

let status: LiveStatus = "live";
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function set(next: LiveStatus): void {
  if (status === next) return;
  status = next;
  for (const listener of listeners) listener();
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

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** How the live line is, as far as a person should know. */
export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(subscribe, () => status, () => "live");
}
