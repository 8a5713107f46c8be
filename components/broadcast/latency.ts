import { took } from "./result-summary.ts";

/** Upper ends of the bars in ms. The last one stands for all that took longer. */
const ends = [50, 100, 200, 500, 1000, 2000, Infinity];

export interface LatencyBar {
  word: string;
  count: number;
}

/** How many labs answered within which time. @param durationsMs of each request that went out, from its own start */
export function latencyBars(durationsMs: readonly number[]): LatencyBar[] {
  return ends.map((end, index) => {
    const start = ends[index - 1] ?? -1;
    const count = durationsMs.filter((ms) => ms > start && ms <= end).length;
    return { word: end === Infinity ? `over ${words(start)}` : `up to ${words(end)}`, count };
  });
}

/** The time within which this share of the labs answered, in ms (nearest rank); nothing without any. */
export function quantileMs(durationsMs: readonly number[], share: number): number | undefined {
  const sorted = [...durationsMs].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

const words = (ms: number) => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`);

/** The same in a sentence; nothing without any answer. */
export function latencyWords(durationsMs: readonly number[]): string | undefined {
  const half = quantileMs(durationsMs, 0.5);
  const most = quantileMs(durationsMs, 0.95);
  if (half === undefined || most === undefined) return undefined;
  return `Half within ${half < 1000 ? words(half) : took(half)}, 95 % within ${most < 1000 ? words(most) : took(most)}`;
}
