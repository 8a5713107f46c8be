import type { Audience } from "./draft.ts";
import type { ProbedLab } from "./queries.ts";

/** What probing the labs found: how many would show a message, how many lack the extension, how many did not answer, how many were not asked. */
export interface Preflight {
  ready: number;
  missing: number;
  unreachable: number;
  unasked: number;
}

/** Labs that are still starting were not probed and count nowhere. */
export function preflightOf(labs: readonly ProbedLab[]): Preflight {
  const ready = labs.filter((lab) => lab.ready);
  const count = (extension: ProbedLab["extension"]) => ready.filter((lab) => lab.extension === extension).length;
  return {
    ready: count("installed"),
    missing: count("missing"),
    unreachable: count("unreachable"),
    unasked: count(undefined),
  };
}

/** Labs that would not show a message, and why each would not. */
export interface Doubtful {
  of: "missing" | "unreachable";
  labs: { username: string; server: string; why: string }[];
}

/** Who would not show it, those that may be mended by others first; no group without labs. */
export function doubtfulLabs(labs: readonly ProbedLab[]): Doubtful[] {
  const of = (extension: Doubtful["of"], why: (lab: ProbedLab) => string): Doubtful => ({
    of: extension,
    labs: labs
      .filter((lab) => lab.extension === extension)
      .map((lab) => ({ username: lab.username, server: lab.server, why: why(lab) })),
  });
  return [
    of("missing", () => "the extension is not installed there"),
    of("unreachable", ({ reason }) => reason ?? "it could not be asked"),
  ].filter((group) => group.labs.length > 0);
}

/**
 * The same message to all but these people. Who was chosen by name is chosen no more; who may be in a chosen group is left
 * out of it.
 */
export function leavingOut(draft: Audience, usernames: readonly string[]): Audience {
  if (draft.audience !== "chosen") {
    const before = draft.audience === "but" ? draft.leftOut : [];
    return { ...draft, audience: "but", leftOut: [...new Set([...before, ...usernames])] };
  }
  const left = new Set(usernames);
  const chosen = draft.chosen.filter((name) => !left.has(name));
  const byGroup = chosen.some((name) => name.startsWith("group:")) ? usernames : [];
  return { audience: "chosen", chosen, leftOut: [...new Set([...draft.leftOut, ...byGroup])] };
}

/** Those of them that a message may go to as it is, and that can be left out one by one. */
export function toBeLeftOut(draft: Audience, usernames: readonly string[]): string[] {
  const named = new Set(draft.chosen);
  const all = draft.audience !== "chosen" || draft.chosen.some((name) => name.startsWith("group:"));
  const left = new Set(draft.audience === "all" ? [] : draft.leftOut);
  return [...new Set(usernames)].filter((name) => (all || named.has(name)) && !left.has(name));
}
