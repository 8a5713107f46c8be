"use client";

import { useEffect, useLayoutEffect, useRef } from "react";
import { shortcutOf, type Shortcut } from "./shortcuts.ts";

/** Does what a key stands for, wherever on the page it is pressed. @param press says whether it did anything */
export function useShortcuts(press: (shortcut: Shortcut) => boolean): void {
  const latest = useRef(press);
  useLayoutEffect(() => {
    latest.current = press;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event);
      if (shortcut && latest.current(shortcut)) event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
