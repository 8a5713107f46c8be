"use client";

import { useSyncExternalStore } from "react";

/** Whether a media query holds; on the server `otherwise`. */
export function useMedia(query: string, otherwise: boolean): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const media = window.matchMedia(query);
      media.addEventListener("change", onChange);
      return () => media.removeEventListener("change", onChange);
    },
    () => window.matchMedia(query).matches,
    () => otherwise,
  );
}
