"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { useChange } from "../http/use-change.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Notice } from "../ui/notice.tsx";
import type { BroadcastActions } from "./broadcast-actions.ts";
import { failedCounts } from "./failed-counts.ts";
import { refreshBroadcast } from "./queries.ts";
import { grouped } from "#lib/grouped.ts";

/** Rings again the labs that failed; apart from that, and only after a warning, those that may have the message already. */
export function RetryFailed({ sent, retry }: { sent: BroadcastDocument; retry: BroadcastActions["retry"] }) {
  const { id, state } = sent;
  const [open, setOpen] = useState(false);
  const queries = useQueryClient();
  const retrying = useChange(retry, (_, { unknown }) => {
    // Labs may have answered before the retry itself has, and the question about the others be open by then.
    if (unknown) setOpen(false);
    return refreshBroadcast(queries, id);
  });
  const { failed, unknown } = failedCounts(sent.outcomes);
  // One that failed before its labs were listed has none to count; trying again lists them first.
  const never = state === "failed" && sent.total === 0;
  if (state !== "finished" && state !== "waiting" && state !== "failed") return null;
  if (failed === 0 && unknown === 0 && !never) return null;

  const them = unknown === 1 ? "it" : "them";
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {(failed > 0 || never) && (
          <Button
            small
            onClick={() => retrying.run({ id, unknown: false })}
            pending={retrying.pending && !retrying.given?.unknown}
          >
            {never ? "Try again" : `Retry failed (${grouped(failed)})`}
          </Button>
        )}
        {unknown > 0 && (
          <Button
            small
            look="quiet"
            onClick={() => {
              retrying.reset();
              setOpen(true);
            }}
          >
            {failed > 0 ? "Also retry" : "Retry"} the {grouped(unknown)} unknown…
          </Button>
        )}
      </div>
      {retrying.failure !== undefined && !open && (
        <Notice tone="error" title="Nothing was retried" alert>
          {retrying.failure}
        </Notice>
      )}
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={unknown === 1 ? "Retry the one that is unknown?" : `Retry the ${grouped(unknown)} that are unknown?`}
        verb="Retry"
        onConfirm={() => retrying.run({ id, unknown: true })}
        pending={retrying.pending}
        error={retrying.failure}
      >
        The request went out to {them} and no answer came, so the message may be there already. Whoever has it would be
        shown it twice.
        {failed > 0 && ` The ${grouped(failed)} that failed ${failed === 1 ? "is" : "are"} rung again as well.`}
      </ConfirmDialog>
    </div>
  );
}
