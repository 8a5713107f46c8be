"use client";

import { useEffect } from "react";

declare global {
  interface Window {
    /** Set by `KeepPresses`, ahead of the page. */
    repeatPresses?: () => void;
  }
}

/** Does what was pressed before the page was at work, now that it is. Stands after all that can be pressed. */
export function RepeatPresses() {
  useEffect(() => window.repeatPresses?.(), []);
  return null;
}
