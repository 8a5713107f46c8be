"use client";

import { useEffect, useLayoutEffect, useRef } from "react";
import { shortcutOf, type Shortcut } from "./shortcuts.ts";

/** Does what a single key stands for, wherever on the page it is pressed. */
export function useShortcuts(press: (shortcut: Shortcut) => void): void {
  const latest = useRef(press);
  useLayoutEffect(() => {
    latest.current = press;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event);
      if (!shortcut) return;
      event.preventDefault();
      latest.current(shortcut);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
