import { storedValue, type StoredValue } from "../ui/stored-value.ts";

/** Something that was cleared and can be put back. */
export interface Cleared {
  /** When, in ms. */
  at: number;
  /** What, as a message says it: `Cleared 12 in core`. */
  words: string;
  /** One for each request it took. */
  tokens: string[];
}

/** The server takes a token for ten minutes; what is shown as possible should still be when it is pressed. */
const undoableMs = 9.5 * 60 * 1000;
const most = 30;

/** What was cleared lately, the last one last. */
export type UndoHistory = Pick<StoredValue<Cleared[]>, "get" | "set">;

const histories = new Map<string, StoredValue<Cleared[]>>();

/** What a person cleared lately in this browser, the last one last. */
export function undoHistory(person: string): StoredValue<Cleared[]> {
  const known = histories.get(person) ?? storedValue<Cleared[]>(`belfry cleared ${person}`);
  histories.set(person, known);
  return known;
}

/** The last that can still be taken back. */
export function lastUndoable(history: readonly Cleared[] | undefined, nowMs: number): Cleared | undefined {
  const last = history?.at(-1);
  return last && nowMs - last.at < undoableMs ? last : undefined;
}

export function addCleared(history: UndoHistory, cleared: Cleared): void {
  history.set([...(history.get() ?? []), cleared].slice(-most));
}

export function removeCleared(history: UndoHistory, gone: Cleared): void {
  history.set((history.get() ?? []).filter(({ tokens }) => tokens[0] !== gone.tokens[0]));
}
