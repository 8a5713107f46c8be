"use client";

import { useEffect } from "react";
import { useOnDemand } from "./use-on-demand.ts";

const happenings = ["pointerdown", "keydown"] as const;
const load = async () => (await import("./toaster.tsx")).Toaster;

/** The {@link Toaster}, fetched when a person first does something: before that there is nothing to confirm. */
export function ToasterOnDemand() {
  const { Loaded: Toaster, fetch } = useOnDemand(load);
  useEffect(() => {
    if (Toaster) return;
    for (const happening of happenings) window.addEventListener(happening, fetch, { capture: true });
    return () => {
      for (const happening of happenings) window.removeEventListener(happening, fetch, { capture: true });
    };
  });
  return Toaster && <Toaster />;
}
