"use client";

import { createContext, useContext, useEffect, useState, type ReactNode } from "react";

const tickMs = 10_000;
const Now = createContext(0);

/**
 * Gives everything below the time, from the moment the server rendered the page, so that both sides write the same
 * "2 min ago". One clock for all: that many would each make the page draw itself twice as it comes to life.
 */
export function NowProvider({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  const [now, setNow] = useState(renderedAt);
  useEffect(() => {
    const tick = () => setNow(Date.now());
    // A page that comes out of a cache is older.
    const late = Math.abs(Date.now() - renderedAt) > tickMs ? setTimeout(tick) : undefined;
    const timer = setInterval(tick, tickMs);
    return () => {
      clearTimeout(late);
      clearInterval(timer);
    };
  }, [renderedAt]);
  return <Now value={now}>{children}</Now>;
}

/** The time in ms, to 10 s. */
export function useNow(): number {
  return useContext(Now);
}
