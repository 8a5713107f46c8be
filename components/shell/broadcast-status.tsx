"use client";

import type { BroadcastProgress } from "../live/broadcast-progress.ts";
import { PageLink } from "../ui/page-link.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { grouped } from "#lib/grouped.ts";

/** The broadcast on its way, for those who may send one: how far it has come, and the way to its result. */
export function BroadcastStatus({ sent: { id, state, total, successful, failed } }: { sent: BroadcastProgress }) {
  const running = state === "running";
  return (
    <div className="animate-rise border-b border-line bg-surface">
      <ProgressBar
        label="Labs answered"
        total={total}
        segments={[
          { tone: "success", count: successful },
          { tone: "error", count: failed },
        ]}
      />
      <p className="px-4 py-0.5 text-center text-small text-meta">
        <PageLink href={`/hub/notifications?broadcast=${id}`} className="underline-offset-2 hover:underline">
          {running
            ? `Ringing: ${grouped(successful + failed)} of ${grouped(total)} answered`
            : `Rung: ${grouped(successful)} of ${grouped(total)} got it`}
        </PageLink>
      </p>
    </div>
  );
}
