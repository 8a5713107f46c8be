"use client";

import { useSyncExternalStore } from "react";
import { themeOf, type Theme } from "./theme.ts";

function subscribe(onChange: () => void) {
  const watching = new MutationObserver(onChange);
  watching.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => watching.disconnect();
}

/** The theme the page is drawn in, wherever it was chosen. @param given what the server drew it in */
export function useTheme(given: Theme): Theme {
  return useSyncExternalStore(
    subscribe,
    () => themeOf(document.documentElement.dataset["theme"]),
    () => given,
  );
}
