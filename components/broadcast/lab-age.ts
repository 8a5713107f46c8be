import type { ActiveLab } from "./queries.ts";

/** Labs that nobody has used for so long (ms), or that were started before a moment (ms since 1970). */
export type LabAge = { idleForMs: number } | { startedBeforeMs: number };

/**
 * Whose labs are as old as that, each person once: it is enough that one of theirs is. One that the hub knows no activity of
 * counts from its start; of one without either nothing is known, so it is not meant.
 */
export function peopleByLabAge(labs: readonly ActiveLab[], age: LabAge, nowMs: number): string[] {
  const isOld = ({ started, lastActivity }: ActiveLab) =>
    "idleForMs" in age
      ? nowMs - Date.parse(lastActivity ?? started ?? "") >= age.idleForMs
      : Date.parse(started ?? "") < age.startedBeforeMs;
  return [...new Set(labs.filter(isOld).map(({ username }) => username))];
}
