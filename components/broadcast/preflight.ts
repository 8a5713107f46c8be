import type { Draft } from "./draft.ts";
import type { ActiveLab, ProbedLab } from "./queries.ts";

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

type Audience = Pick<Draft, "audience" | "chosen">;

/**
 * The same message to all but these people. From everybody it becomes the people with a running lab, chosen one by one;
 * a group among the chosen stays as it is, with all who are in it.
 */
export function leavingOut(draft: Audience, labs: readonly ActiveLab[], usernames: readonly string[]): Audience {
  const left = new Set(usernames);
  const before = draft.audience === "all" ? running(labs) : draft.chosen;
  return { audience: "chosen", chosen: before.filter((name) => !left.has(name)) };
}

/** Those of them that a message would go to as it is, and that can be left out one by one. */
export function toBeLeftOut(draft: Audience, usernames: readonly string[]): string[] {
  const chosen = new Set(draft.chosen);
  return [...new Set(usernames)].filter((name) => draft.audience === "all" || chosen.has(name));
}

const running = (labs: readonly ActiveLab[]) => [
  ...new Set(labs.filter(({ ready }) => ready).map(({ username }) => username)),
];
