"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { FailedQuery } from "../http/failed-query.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import type { BroadcastActions } from "./broadcast-actions.ts";
import { ClearHistory } from "./clear-history.tsx";
import { HistoryRow } from "./history-row.tsx";
import { firstPage, mostSent, sentQuery, type Range } from "./queries.ts";

const rangeWords: { value: Range; word: string }[] = [
  { value: "24h", word: "24 h" },
  { value: "7d", word: "7 d" },
  { value: "30d", word: "30 d" },
  { value: "all", word: "All" },
];
const spans: Record<Exclude<Range, "all">, string> = { "24h": "24 hours", "7d": "7 days", "30d": "30 days" };

export interface HistoryProps {
  range: Range;
  onRange: (range: Range) => void;
  /** The broadcast whose result is open. */
  opened: number | undefined;
  clear: BroadcastActions["clearSent"];
}

/** Broadcasts that have ended, newest first; each leads to its report. */
export function History({ range, onRange, opened, clear }: HistoryProps) {
  const id = useId();
  const [limit, setLimit] = useState(firstPage);
  const query = useQuery(sentQuery(range, limit));
  const { data: sent, error, isPlaceholderData } = query;
  return (
    <Card
      title="Past broadcasts"
      titleId={id}
      actions={
        <div className="flex flex-wrap items-center gap-2">
          <Segmented label="How far back" value={range} onChange={onRange} options={rangeWords} />
          <ClearHistory clear={clear} disabled={sent === undefined || (sent.length === 0 && range === "all")} />
        </div>
      }
    >
      <div aria-busy={isPlaceholderData} className="pt-3 pb-2">
        {sent?.length === 0 && (
          <EmptyState
            icon="history"
            title={range === "all" ? "No past broadcasts" : `Nothing was sent in the last ${spans[range]}`}
          >
            What is sent is kept here with its result.
          </EmptyState>
        )}
        {sent !== undefined && sent.length > 0 && (
          <ul className="border-t border-line">
            {sent.map((broadcast) => (
              <HistoryRow key={broadcast.id} sent={broadcast} open={broadcast.id === opened} />
            ))}
          </ul>
        )}
        {sent !== undefined && sent.length === limit && limit < mostSent && (
          <div className="flex justify-center py-2">
            <Button look="quiet" small pending={isPlaceholderData} onClick={() => setLimit(mostSent)}>
              Show more
            </Button>
          </div>
        )}
        {sent === undefined && !error && <LoadingRows />}
        {sent === undefined && error && (
          <div className="px-4 pb-3 sm:px-5">
            <FailedQuery title="Past broadcasts could not be listed" query={query} />
          </div>
        )}
      </div>
    </Card>
  );
}

function LoadingRows() {
  return (
    <div className="flex flex-col gap-3 px-4 pb-3 sm:px-5">
      <span className="sr-only">Listing past broadcasts</span>
      <Skeleton className="h-11" />
      <Skeleton className="h-11" />
      <Skeleton className="h-11" />
    </div>
  );
}
