import type { Arrival } from "./inbox.ts";

/** More than this are not told one by one. */
const most = 200;

let heard: Arrival[] = [];
let count = 0;
let gaps = 0;
let closed = 0;

/** Remembers what came over the stream, for an answer that was asked for before and can't have it. */
export function recordArrival(arrival: Arrival): void {
  heard = [...heard.slice(1 - most), arrival];
  count++;
}

/** There may be something that no event told: until all is fetched again, a position covers more than was shown. */
export function openGap(): void {
  gaps++;
}

/** Whether all up to the stream's position was shown. */
export const isWhole = () => gaps === closed;

/** Marks the moment at which everything is asked for. */
export function beginFetch(): { arrivedSince: () => Arrival[]; closeGaps: () => void } {
  const [from, before] = [count, gaps];
  return {
    arrivedSince: () => (count === from ? [] : heard.slice(from - count)),
    closeGaps: () => void (closed = Math.max(closed, before)),
  };
}
