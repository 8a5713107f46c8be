"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { SentBroadcast } from "#lib/broadcast/document.ts";
import { ConfirmAction } from "../http/confirm-action.tsx";
import { Button } from "../ui/button.tsx";
import { grouped } from "#lib/grouped.ts";
import { Moment } from "../ui/moment.tsx";
import type { BroadcastActions } from "./broadcast-actions.ts";
import { HistoryRow } from "./history-row.tsx";
import { sentKey } from "./queries.ts";

export interface SeriesRowsProps {
  /** Of the series. */
  id: number;
  next: SentBroadcast;
  /** All of it that is to come, the next first. */
  sent: readonly SentBroadcast[];
  opened: number | undefined;
  cancel: BroadcastActions["cancelSeries"];
}

/** A series as one entry: its next message, how many are to come, each of them on demand, and the way to cancel them all. */
export function SeriesRows({ id, next, sent, opened, cancel }: SeriesRowsProps) {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const toCome = `${grouped(sent.length)} to come`;
  return (
    <li className="border-b border-line last:border-b-0">
      <div className="flex items-center gap-3 px-4 py-2 sm:px-5">
        <details className="min-w-0 flex-1">
          <summary className="cursor-pointer">
            <span className="font-medium">Series of {toCome}</span>
            <span className="text-small text-meta">
              {" · next "}
              <Moment iso={next.sentISO} />
            </span>
            <span dir="auto" className="block truncate">
              {next.message}
            </span>
          </summary>
          <ul aria-label={`Series ${id}`} className="mt-2 rounded-control border border-line">
            {sent.map((one) => (
              <HistoryRow key={one.id} sent={one} open={one.id === opened} />
            ))}
          </ul>
        </details>
        <Button small label={`Cancel series: ${next.message}`} onClick={() => setAsking(true)} className="self-start">
          Cancel series
        </Button>
      </div>
      <ConfirmAction
        open={asking}
        onOpenChange={setAsking}
        title="Cancel this series?"
        verb={`Cancel all ${toCome}`}
        wayOut="Keep it"
        action={cancel}
        given={{ id }}
        toastWords="Series cancelled"
        onDone={() => queries.invalidateQueries({ queryKey: sentKey })}
      >
        None of them is sent. What was sent of it stays in labs and inboxes.
      </ConfirmAction>
    </li>
  );
}
