"use client";

import { announcement } from "./announce.ts";
import { useStore } from "./use-store.ts";

/** Where what is announced is said; out of sight. */
export function Announcer() {
  const said = useStore(announcement);
  return (
    <div role="status" className="sr-only">
      {said && <p key={said.nth}>{said.words}</p>}
    </div>
  );
}
