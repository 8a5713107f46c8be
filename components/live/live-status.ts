import { createStore, type Store } from "../ui/store.ts";
import type { ConnectionState } from "./connect.ts";

/** What the page says of its stream. */
export type LiveStatus = "live" | "reconnecting" | "polling" | "signed-out";

/** A short gap, such as a restart, is nobody's business. */
const unnoticedMs = 3000;

const status = createStore<LiveStatus>("live");
let timer: ReturnType<typeof setTimeout> | undefined;

/** How the stream is. */
export const liveStatus: Store<LiveStatus> = status;

/** Whether what was last asked for has failed: then what is shown is old, however the stream is. */
export const unanswered = createStore(false);

/** Takes in how the connection is, be it this tab's or the leader's. */
export function reportConnection(state: ConnectionState): void {
  if (state === "lost") {
    timer ??= setTimeout(() => status.set("reconnecting"), unnoticedMs);
    return;
  }
  clearTimeout(timer);
  timer = undefined;
  if (state !== "connecting") status.set(state === "open" ? "live" : state === "blocked" ? "polling" : "signed-out");
}
