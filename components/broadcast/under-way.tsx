"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import type { SentBroadcast } from "#lib/broadcast/document.ts";
import { Card } from "../ui/card.tsx";
import type { BroadcastActions } from "./broadcast-actions.ts";
import { HistoryRow } from "./history-row.tsx";
import { openQuery } from "./queries.ts";
import { SeriesRows } from "./series-rows.tsx";

export interface UnderWayProps {
  /** The broadcast whose result is open. */
  opened: number | undefined;
  cancelSeries: BroadcastActions["cancelSeries"];
}

/** What is to come, the next first and series as one, and what runs or waits for labs that start later; nothing where there is none. */
export function UnderWay({ opened, cancelSeries }: UnderWayProps) {
  const id = useId();
  const { data: open = [] } = useQuery(openQuery);
  const coming = open.filter(({ state }) => state === "scheduled");
  coming.sort((a, b) => Date.parse(a.sentISO) - Date.parse(b.sentISO));
  const running = open.filter(({ state }) => state !== "scheduled");
  return (
    <>
      {coming.length > 0 && (
        <Card title="Coming" titleId={`${id}-coming`}>
          <ul className="mt-3 border-t border-line pb-2">
            {[...Map.groupBy(coming, ({ id, series }) => (series === null ? `${id}` : `series ${series}`))].map(
              ([key, sent]) => (
                <Coming key={key} sent={sent} opened={opened} cancelSeries={cancelSeries} />
              ),
            )}
          </ul>
        </Card>
      )}
      {running.length > 0 && (
        <Card title="Running" titleId={`${id}-running`}>
          <ul className="mt-3 border-t border-line pb-2">
            {running.map((sent) => (
              <HistoryRow key={sent.id} sent={sent} open={sent.id === opened} />
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function Coming({ sent, opened, cancelSeries }: UnderWayProps & { sent: SentBroadcast[] }) {
  const [next] = sent;
  if (!next) return null;
  if (next.series === null) return <HistoryRow sent={next} open={next.id === opened} />;
  return <SeriesRows id={next.series} next={next} sent={sent} opened={opened} cancel={cancelSeries} />;
}
