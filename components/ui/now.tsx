"use client";

import { createContext, useContext, useSyncExternalStore, type ReactNode } from "react";

const tickMs = 10_000;
const RenderedAt = createContext(0);

/** Gives everything below the moment the server rendered the page, so that both sides write the same "2 min ago". */
export function NowProvider({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  return <RenderedAt value={renderedAt}>{children}</RenderedAt>;
}

function subscribe(onTick: () => void) {
  const timer = setInterval(onTick, tickMs);
  return () => clearInterval(timer);
}

const tick = () => Math.floor(Date.now() / tickMs) * tickMs;

/** The time in ms, to 10 s. */
export function useNow(): number {
  const renderedAt = useContext(RenderedAt);
  return useSyncExternalStore(subscribe, tick, () => renderedAt);
}
