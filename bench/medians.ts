/** One side of a comparison. `prepare` is not timed. */
export interface Side {
  prepare?: () => Promise<unknown>;
  run: () => Promise<unknown>;
}

/**
 * Times several sides in turns within one run, so that whatever else the machine does meets all of them alike. Each
 * round goes the other way round, and the first tenth of them is not counted.
 * @returns the median of each side, ms
 */
export async function mediansMs<S extends string>(rounds: number, sides: Record<S, Side>): Promise<Record<S, number>> {
  const names = Object.keys(sides) as S[];
  const took = new Map(names.map((name) => [name, [] as number[]]));
  const warmUp = Math.ceil(rounds / 10);
  for (let round = -warmUp; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const { prepare, run } = sides[name];
      await prepare?.();
      const began = performance.now();
      await run();
      if (round >= 0) took.get(name)?.push(performance.now() - began);
    }
  }
  return Object.fromEntries([...took].map(([name, times]) => [name, median(times)])) as Record<S, number>;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** Does the work so many times, so many at once. @returns how often a second */
export async function perSecond(times: number, atOnce: number, work: () => Promise<unknown>): Promise<number> {
  let left = times;
  const began = performance.now();
  const one = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return times / ((performance.now() - began) / 1000);
}
