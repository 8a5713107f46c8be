"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** Whether the page is at work in a browser: what only that knows, such as its zone, can be drawn then. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
