export const labBehaviours = [
  "healthy",
  "slow",
  "hung",
  "crashed",
  "no-extension",
  "refused-token",
  "server-error",
  "unsuccessful",
  "redirect",
  "html",
  "drip",
  "endless-body",
  "reset",
  "spawning",
  "stopped",
] as const;

/**
 * How a lab answers. `slow`: in the end; `hung`: accepts and never answers; `crashed`: 503 by the proxy, still listed ready;
 * `unsuccessful`: 200 without success; `drip`, `endless-body`: an answer without end; `reset`: cut off once read;
 * `spawning`: listed, not ready; `stopped`: not listed.
 */
export type LabBehaviour = (typeof labBehaviours)[number];
export type Misbehaviour = Exclude<LabBehaviour, "healthy">;

/** How many labs are not healthy: below 1 a share of all, from 1 on a count. The rest is healthy. */
export type LabMix = Partial<Record<Misbehaviour, number>>;

/** Of 25 labs: 17 healthy, 2 of each of these. */
export const demoMix: LabMix = { slow: 0.08, hung: 0.08, crashed: 0.08, "no-extension": 0.08 };

/**
 * The behaviours of `labs` labs, the same for the same seed: shuffled, so that no kind stands together in the list.
 * @throws RangeError when the mix asks for more labs than there are.
 */
export function drawBehaviours(labs: number, mix: LabMix, seed: number): LabBehaviour[] {
  const drawn: LabBehaviour[] = [];
  for (const behaviour of labBehaviours) {
    if (behaviour === "healthy") continue;
    const amount = mix[behaviour] ?? 0;
    const count = amount < 1 ? Math.round(amount * labs) : amount;
    for (let i = 0; i < count; i++) drawn.push(behaviour);
  }
  if (drawn.length > labs) {
    throw new RangeError(`The mix asks for ${drawn.length} labs that are not healthy; there are ${labs}.`);
  }
  while (drawn.length < labs) drawn.push("healthy");
  return shuffle(drawn, seed);
}

/** Fisher and Yates, with a 32-bit generator (mulberry32) so that a run can be repeated. */
function shuffle<T>(items: T[], seed: number): T[] {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  for (let i = items.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [items[i], items[j]] = [items[j] as T, items[i] as T];
  }
  return items;
}
