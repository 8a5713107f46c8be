"use client";

import { ago } from "./ago.ts";
import { useNow } from "./now.tsx";

/** When something was: how long ago, and the exact local time on hover. The server does not know the reader's zone. */
export function RelativeTime({ iso }: { iso: string }) {
  const then = new Date(iso);
  return (
    <time
      dateTime={iso}
      onPointerEnter={({ currentTarget }) => (currentTarget.title = then.toLocaleString())}
      className="whitespace-nowrap"
    >
      {ago(then.getTime(), useNow())}
    </time>
  );
}
