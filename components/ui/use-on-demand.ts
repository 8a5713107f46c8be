"use client";

import { useState, type ComponentType } from "react";

export interface OnDemand<P> {
  /** The part, once it is there. */
  Loaded: ComponentType<P> | undefined;
  /** The last try to fetch it failed: there is no connection, or the server has newer files by now. */
  failed: boolean;
  /** Fetches it; more than once costs nothing. */
  fetch: () => void;
}

/** A part of a page that is fetched when a hand is near it, and not before: most never are. @param load always the same function */
export function useOnDemand<P>(load: () => Promise<ComponentType<P>>): OnDemand<P> {
  const [Loaded, setPart] = useState<ComponentType<P>>();
  const [failed, setFailed] = useState(false);
  const fetch = () => {
    if (Loaded) return;
    load().then(
      (loaded) => {
        setPart(() => loaded);
        setFailed(false);
      },
      () => setFailed(true),
    );
  };
  return { Loaded, failed, fetch };
}
