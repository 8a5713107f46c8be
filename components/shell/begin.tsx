"use client";

import { useEffect, useLayoutEffect } from "react";
import { beginWork, whenAtWork } from "../ui/at-work.ts";

declare global {
  interface Window {
    /** Set by `KeepPresses`, ahead of the page. @returns a function that does again what was pressed until now */
    takePresses?: () => () => void;
  }
}

/** Takes over what is pressed, and begins what waits for the page to be at work. */
export function Begin() {
  useLayoutEffect(() => {
    // React hears every press from now on, and none twice.
    const again = window.takePresses?.();
    // A moment after the rest: what was typed or chosen before (`heardEarly`) is drawn by then.
    if (again) whenAtWork(() => setTimeout(again));
  }, []);
  useEffect(() => {
    // The router's own effect, which listens to the address, comes after this one.
    queueMicrotask(beginWork);
  }, []);
  return null;
}
