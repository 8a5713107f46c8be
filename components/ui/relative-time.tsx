"use client";

import { ago } from "./ago.ts";
import { useNow } from "./now.tsx";
import { useHydrated } from "./use-hydrated.ts";

/** When something was: how long ago, and the exact local time on hover. The server does not know the reader's zone. */
export function RelativeTime({ iso }: { iso: string }) {
  const hydrated = useHydrated();
  const then = new Date(iso);
  return (
    <time dateTime={iso} title={hydrated ? then.toLocaleString() : undefined} className="whitespace-nowrap">
      {ago(then.getTime(), useNow())}
    </time>
  );
}
