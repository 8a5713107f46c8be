"use client";

import { useEffect } from "react";
import { beginWork } from "../ui/at-work.ts";

declare global {
  interface Window {
    /** Set by `KeepPresses`, ahead of the page. */
    repeatPresses?: () => void;
  }
}

/**
 * Begins what waits for the page to be at work, once everything that has to listen does: the router's own effect comes after this
 * one. Then, what was pressed before.
 */
export function Begin() {
  useEffect(() => {
    queueMicrotask(() => {
      beginWork();
      window.repeatPresses?.();
    });
  }, []);
  return null;
}
