import { createStore, type Store } from "../ui/store.ts";

/** How far a broadcast has come, as the stream says to those who may send some. */
export interface BroadcastProgress {
  id: number;
  state: string;
  total: number;
  successful: number;
  failed: number;
}

/** How long the result of one that was seen in flight stays. */
const resultMs = 8000;

const shown = createStore<BroadcastProgress | undefined>(undefined);
let timer: ReturnType<typeof setTimeout> | undefined;

/** The broadcast in flight, or the one that ended a moment ago. */
export const broadcastInFlight: Store<BroadcastProgress | undefined> = shown;

/** Takes in an event of the stream. One that had ended before anybody here saw it run is no news. */
export function reportProgress(progress: BroadcastProgress): void {
  const running = progress.state === "running";
  if (!running && shown.get()?.id !== progress.id) return;
  clearTimeout(timer);
  if (!running) timer = setTimeout(() => shown.set(undefined), resultMs);
  shown.set(progress);
}
