"use client";

import { useEffect, useLayoutEffect, useRef, type RefObject } from "react";
import type { Row } from "./rows.ts";

const rowIn = (list: HTMLElement | null, key: string) =>
  list?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`);

/** The key of the row an element belongs to; the heading of a group goes with its first row. */
function rowKeyAt(element: Element | null): string | undefined {
  const row = element?.closest<HTMLElement>("[data-key]");
  return row?.dataset["key"] ?? element?.closest<HTMLElement>("[data-group]")?.dataset["group"];
}

export interface RowFocus {
  /** Goes down the list, or up, from the row in focus; with none in focus to the first. */
  move: (by: 1 | -1) => void;
  /** The row in focus. */
  current: () => Row | undefined;
}

/**
 * Keeps the focus in the list: when the row that has it goes, whoever took it away, the next one gets it, else the one
 * before, else the list itself.
 * @param rows as they are drawn
 */
export function useRowFocus(list: RefObject<HTMLElement | null>, rows: readonly Row[]): RowFocus {
  const last = useRef<string>(undefined);
  const drawn = useRef<readonly string[]>([]);

  useEffect(() => {
    const onElsewhere = ({ target }: Event) => {
      last.current = target instanceof Element && list.current?.contains(target) ? rowKeyAt(target) : undefined;
    };
    document.addEventListener("focusin", onElsewhere);
    document.addEventListener("pointerdown", onElsewhere);
    return () => {
      document.removeEventListener("focusin", onElsewhere);
      document.removeEventListener("pointerdown", onElsewhere);
    };
  }, [list]);

  useLayoutEffect(() => {
    const before = drawn.current;
    const keys = rows.map(({ key }) => key);
    drawn.current = keys;
    const lost = last.current;
    if (lost === undefined || keys.includes(lost) || document.activeElement !== document.body) return;
    const at = before.indexOf(lost);
    const still = new Set(keys);
    const next = [...before.slice(at + 1), ...before.slice(0, Math.max(0, at)).reverse()].find((key) => still.has(key));
    ((next !== undefined && rowIn(list.current, next)) || list.current)?.focus();
  }, [list, rows]);

  return {
    move(by) {
      const key = rowKeyAt(document.activeElement);
      const at = key === undefined ? -1 : drawn.current.indexOf(key);
      const next = drawn.current[at === -1 ? 0 : at + by];
      const row = next === undefined ? undefined : rowIn(list.current, next);
      row?.focus();
      row?.scrollIntoView({ block: "nearest" });
      // Rows that come into sight only now get their true height, and may push this one below the bar.
      requestAnimationFrame(() => row?.scrollIntoView({ block: "nearest" }));
    },
    current() {
      const key = rowKeyAt(document.activeElement);
      return rows.find((row) => row.key === key);
    },
  };
}
