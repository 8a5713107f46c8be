"use client";

import { useEffect } from "react";
import { saidSomething } from "./toast.ts";
import { useOnDemand } from "./use-on-demand.ts";
import { useStore } from "./use-store.ts";

const happenings = ["pointerdown", "keydown"] as const;
const load = async () => (await import("./toaster.tsx")).Toaster;

/** The {@link Toaster}, fetched when a person first does something, or something is said that was done before this listened. */
export function ToasterOnDemand() {
  const { Loaded: Toaster, fetch } = useOnDemand(load);
  const needed = useStore(saidSomething);
  useEffect(() => {
    if (Toaster) return;
    if (needed) fetch();
    for (const happening of happenings) window.addEventListener(happening, fetch, { capture: true });
    return () => {
      for (const happening of happenings) window.removeEventListener(happening, fetch, { capture: true });
    };
  });
  return Toaster && <Toaster />;
}
