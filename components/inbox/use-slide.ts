"use client";

import { useLayoutEffect, useRef, type RefObject } from "react";

const motion = { duration: 180, easing: "ease-out" };
/** Reading more places than that costs more than the motion is worth. */
const mostRows = 300;
/** A row that comes from further away than that just is there. */
const furthestPx = 800;

/**
 * Lets rows slide to their new places, and new ones come in, when the list changes. Not when another list is shown.
 * @param list holds the rows, elements with `data-key`, and is what their offsets are from
 * @param shown tells one list from another
 */
export function useSlide(list: RefObject<HTMLElement | null>, shown: string): void {
  const before = useRef<{ shown: string; tops: Map<string, number> }>(undefined);
  useLayoutEffect(() => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-key]") ?? [])];
    if (rows.length > mostRows || window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      before.current = undefined;
      return;
    }
    const tops = new Map(rows.map((row) => [row.dataset["key"] ?? "", row.offsetTop]));
    const known = before.current?.shown === shown ? before.current.tops : undefined;
    before.current = { shown, tops };
    if (!known || known.size === 0) return;
    let oldBelow = false;
    for (const row of rows.reverse()) {
      const key = row.dataset["key"] ?? "";
      const [from, to] = [known.get(key), tops.get(key) ?? 0];
      if (from === undefined) {
        // What is added at the end was merely fetched.
        if (oldBelow) row.animate([{ opacity: 0, transform: "translateY(-0.5rem)" }, {}], motion);
        continue;
      }
      oldBelow = true;
      if (from !== to && Math.abs(from - to) < furthestPx)
        row.animate([{ transform: `translateY(${from - to}px)` }, {}], motion);
    }
  });
}
