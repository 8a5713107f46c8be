import { encode } from "./event.ts";
import type { Stream } from "./stream.ts";

const beat = encode(":\n\n");
const slots = 15;

/** Keeps open what proxies would close: a comment to each stream once in `everyMs`, a fifteenth of them at a time. */
export interface Heartbeat {
  add: (stream: Stream) => void;
  delete: (stream: Stream) => void;
  stop: () => void;
}

export function startHeartbeat(everyMs: number): Heartbeat {
  const wheel = Array.from({ length: slots }, () => new Set<Stream>());
  let now = 0;
  const timer = setInterval(() => {
    now = (now + 1) % slots;
    for (const stream of wheel[now] ?? []) stream.push(beat);
  }, everyMs / slots);
  return {
    add: (stream) => wheel[now]?.add(stream),
    delete: (stream) => wheel.forEach((slot) => slot.delete(stream)),
    stop: () => clearInterval(timer),
  };
}
