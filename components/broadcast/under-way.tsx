"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import type { SentBroadcast } from "#lib/broadcast/document.ts";
import { Card } from "../ui/card.tsx";
import { HistoryRow } from "./history-row.tsx";
import { openQuery } from "./queries.ts";

/** What is to come, the next first, and what runs or waits for labs that start later; nothing where there is none. */
export function UnderWay({ opened }: { opened: number | undefined }) {
  const { data: open = [] } = useQuery(openQuery);
  const coming = open.filter(({ state }) => state === "scheduled");
  coming.sort((a, b) => Date.parse(a.sentISO) - Date.parse(b.sentISO));
  return (
    <>
      <Rows title="Coming" rows={coming} opened={opened} />
      <Rows title="Running" rows={open.filter(({ state }) => state !== "scheduled")} opened={opened} />
    </>
  );
}

function Rows({ title, rows, opened }: { title: string; rows: SentBroadcast[]; opened: number | undefined }) {
  const id = useId();
  if (rows.length === 0) return null;
  return (
    <Card title={title} titleId={id}>
      <ul className="mt-3 border-t border-line pb-2">
        {rows.map((sent) => (
          <HistoryRow key={sent.id} sent={sent} open={sent.id === opened} />
        ))}
      </ul>
    </Card>
  );
}
