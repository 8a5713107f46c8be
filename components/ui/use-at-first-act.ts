"use client";

import { useEffect, type ComponentType } from "react";
import { useOnDemand } from "./use-on-demand.ts";

const acts = ["pointerdown", "keydown"] as const;

/** A part of a page that tells what came of what a person did: fetched when they first do something. @param load always the same function */
export function useAtFirstAct<P>(load: () => Promise<ComponentType<P>>): ComponentType<P> | undefined {
  const { Part, fetch } = useOnDemand(load);
  useEffect(() => {
    if (Part) return;
    for (const act of acts) window.addEventListener(act, fetch, { capture: true });
    return () => {
      for (const act of acts) window.removeEventListener(act, fetch, { capture: true });
    };
  });
  return Part;
}
