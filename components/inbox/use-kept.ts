"use client";

import { useSyncExternalStore } from "react";
import type { Kept } from "./kept.ts";

/** What is kept, as it changes in this tab or another. */
export function useKept<T>({ get, subscribe }: Kept<T>): T | undefined {
  return useSyncExternalStore(subscribe, get, () => undefined);
}
