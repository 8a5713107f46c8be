"use client";

import { useSyncExternalStore } from "react";
import type { Store } from "./store.ts";

/** What a store holds, as it changes. */
export function useStore<T>({ get, subscribe, initial }: Store<T>): T {
  return useSyncExternalStore(subscribe, get, () => initial);
}
