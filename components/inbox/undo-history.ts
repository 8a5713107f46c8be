import { storedValue, type StoredValue } from "../ui/stored-value.ts";

/** Something that was done and can be taken back. */
export interface Done {
  /** When, in ms. */
  at: number;
  /** What, as a message says it: `Cleared 12 in core`. */
  words: string;
  /** One for each request it took. */
  tokens: string[];
  /** The origin that was muted, or was no longer. */
  muting?: { origin: string; muted: boolean };
}

/** The server takes a token for ten minutes; what is shown as possible should still be when it is pressed. */
const undoableMs = 9.5 * 60 * 1000;
const most = 30;

/** What was done lately, the last one last. */
export type UndoHistory = Pick<StoredValue<Done[]>, "get" | "set">;

const histories = new Map<string, StoredValue<Done[]>>();

/** What a person did lately in this browser, the last one last. */
export function undoHistory(person: string): StoredValue<Done[]> {
  const known = histories.get(person) ?? storedValue<Done[]>(`belfry cleared ${person}`);
  histories.set(person, known);
  return known;
}

/** The last that can still be taken back. */
export function lastUndoable(history: readonly Done[] | undefined, nowMs: number): Done | undefined {
  const last = history?.at(-1);
  return last && nowMs - last.at < undoableMs ? last : undefined;
}

export function addDone(history: UndoHistory, done: Done): void {
  history.set([...(history.get() ?? []), done].slice(-most));
}

export function removeDone(history: UndoHistory, gone: Done): void {
  history.set((history.get() ?? []).filter(({ at, words }) => at !== gone.at || words !== gone.words));
}
