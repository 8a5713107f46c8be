import { useCallback, useEffect, useRef, useState } from "react";

/** Whether something has happened within so many ms, and what says that it happens now. */
export function useRecently(ms: number): [recent: boolean, note: () => void] {
  const [recent, setRecent] = useState(false);
  const timer = useRef<number>(undefined);
  const note = useCallback(() => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setRecent(false), ms);
    setRecent(true);
  }, [ms]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return [recent, note];
}
