/**
 * Ratios that hold at any size, several times as generous as what is promised: a change that crosses one has made
 * something grow that must not. Times are never among them, since machines and what else they do differ.
 */
const guards: Record<string, { least?: number; most?: number }> = {
  "fan-out/1000/healthy-delivered": { least: 1 },
  "fan-out/5000-hung10/healthy-delivered": { least: 1 },
  "fan-out/1000-warm/healthy-delivered": { least: 1 },
  "fan-out/1000-warm/tokens-over-labs": { most: 1 },
  "fan-out/cpu-over-bare": { most: 6 },
  "publish/1e6-members-over-10": { most: 5 },
  "publish/1e4-outlets-over-0": { most: 5 },
  "publish/searched-over-not": { most: 3 },
  "search/1e7-over-list": { most: 50 },
  "clear/1e6-over-10": { most: 5 },
  "list/1e7-over-1e4": { most: 5 },
  "page/script-kb": { most: 175 },
  "page/broadcast/script-kb": { most: 210 },
};

/** @returns what is wrong with each figure that is beyond its guard */
export function guardsBeyond(figures: Record<string, number>): string[] {
  return Object.entries(guards).flatMap(([key, { least = -Infinity, most = Infinity }]) => {
    const figure = figures[key];
    return figure === undefined || (figure >= least && figure <= most)
      ? []
      : [`${key}: ${figure} is not within ${least} and ${most}`];
  });
}
