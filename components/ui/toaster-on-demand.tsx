"use client";

import { useAtFirstAct } from "./use-at-first-act.ts";

const load = async () => (await import("./toaster.tsx")).Toaster;

/** The {@link Toaster}: before a person does something there is nothing to confirm. */
export function ToasterOnDemand() {
  const Toaster = useAtFirstAct(load);
  return Toaster && <Toaster />;
}
