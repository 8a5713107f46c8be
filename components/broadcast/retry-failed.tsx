"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { messageOf } from "../http/request-json.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Notice } from "../ui/notice.tsx";
import { failedCounts } from "./failed-counts.ts";
import { progressQuery, retryBroadcast } from "./queries.ts";

/** Rings again the labs that failed; apart from that, and only after a warning, those that may have the message already. */
export function RetryFailed({ sent }: { sent: BroadcastDocument }) {
  const { id, state } = sent;
  const [open, setOpen] = useState(false);
  const queries = useQueryClient();
  const { mutate, reset, isPending, variables, error } = useMutation({
    mutationFn: (unknown: boolean) => retryBroadcast(id, unknown),
    onSuccess: async ({ details: _, ...again }) => {
      setOpen(false);
      queries.setQueryData(progressQuery(id).queryKey, again);
      await Promise.all([
        queries.invalidateQueries({ queryKey: ["broadcast", id] }),
        queries.invalidateQueries({ queryKey: ["sent"] }),
      ]);
    },
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
          <Button small onClick={() => mutate(false)} pending={isPending && !variables}>
            {never ? "Try again" : `Retry failed (${failed.toLocaleString("en")})`}
          </Button>
        )}
        {unknown > 0 && (
          <Button
            small
            look="quiet"
            onClick={() => {
              reset();
              setOpen(true);
            }}
          >
            {failed > 0 ? "Also retry" : "Retry"} the {unknown.toLocaleString("en")} unknown…
          </Button>
        )}
      </div>
      {error && !open && (
        <Notice tone="error" title="Nothing was retried" alert>
          {messageOf(error)}
        </Notice>
      )}
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={
          unknown === 1
            ? "Retry the one that is unknown?"
            : `Retry the ${unknown.toLocaleString("en")} that are unknown?`
        }
        verb="Retry"
        onConfirm={() => mutate(true)}
        pending={isPending}
        error={error ? messageOf(error) : undefined}
      >
        The request went out to {them} and no answer came, so the message may be there already. Whoever has it would be
        shown it twice.
        {failed > 0 &&
          ` The ${failed.toLocaleString("en")} that failed ${failed === 1 ? "is" : "are"} rung again as well.`}
      </ConfirmDialog>
    </div>
  );
}
