"use client";

import { useCallback, useEffect, useRef, useState } from "react";

export interface Hold {
  /** Seconds until it is done; nothing while nothing is held. */
  leftS: number | undefined;
  /** Does it after the hold, unless that is taken back by then. */
  start: (work: () => void) => void;
  /** Takes it back. */
  release: () => void;
}

/** A moment in which what was just asked for can be taken back. Leaving the page takes it back too. */
export function useHold(lengthS: number): Hold {
  const [leftS, setLeftS] = useState<number>();
  const timer = useRef<number>(undefined);
  const release = useCallback(() => {
    window.clearInterval(timer.current);
    setLeftS(undefined);
  }, []);
  const start = useCallback(
    (work: () => void) => {
      let left = lengthS;
      window.clearInterval(timer.current);
      setLeftS(left);
      timer.current = window.setInterval(() => {
        left -= 1;
        if (left > 0) return setLeftS(left);
        release();
        work();
      }, 1000);
    },
    [lengthS, release],
  );
  useEffect(() => () => window.clearInterval(timer.current), []);
  return { leftS, start, release };
}
