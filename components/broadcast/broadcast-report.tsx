"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useId } from "react";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { BackLink } from "../ui/back-link.tsx";
import { buttonClass } from "../ui/button-class.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Icon } from "../ui/icon.tsx";
import { Notice } from "../ui/notice.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { Status } from "../ui/status.tsx";
import { progressSegments } from "./progress-segments.ts";
import type { BroadcastActions } from "./broadcast-actions.ts";
import { CancelBroadcast } from "./cancel-broadcast.tsx";
import { Deliveries } from "./deliveries.tsx";
import { LatencyChart } from "./latency-chart.tsx";
import { NextSteps } from "./next-steps.tsx";
import { outcomeLook, outcomeOrder } from "./outcome-look.ts";
import { Pace } from "./pace.tsx";
import { againAddress, csvAddress, detailsQuery, progressQuery } from "./queries.ts";
import { ResultMeta } from "./result-meta.tsx";
import { summarize } from "./result-summary.ts";
import { ResultNotes } from "./result-notes.tsx";
import { RetryFailed } from "./retry-failed.tsx";
import { StillToCome } from "./still-to-come.tsx";
import { grouped } from "#lib/grouped.ts";

export interface BroadcastReportProps {
  /** As the server saw it when it made the page. */
  initial: BroadcastDocument;
  actions: Pick<BroadcastActions, "cancel" | "retry">;
}

/** All that is known of one broadcast, live while it is at work. */
export function BroadcastReport({ initial, actions }: BroadcastReportProps) {
  const id = useId();
  const { data: sent = initial, dataUpdatedAt } = useQuery(progressQuery(initial.id));
  const { total, successful, failed, broadcast, state, outcomes } = sent;
  const summary = summarize({ ...sent, delivered: successful, planned: sent.message !== undefined });
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-1">
        <BackLink href="/hub/notifications">Broadcast</BackLink>
        <div className="flex flex-wrap items-start justify-between gap-3">
          <h1 dir="auto" className="min-w-0 flex-1 basis-64 text-title font-semibold [overflow-wrap:anywhere]">
            {broadcast.message}
          </h1>
          <div className="flex flex-wrap items-center gap-2 print:hidden">
            {state === "scheduled" && (
              <Link href={`/hub/notifications?broadcast=${sent.id}`} className={buttonClass("secondary", true)}>
                To the form
              </Link>
            )}
            <CancelBroadcast id={sent.id} state={state} cancel={actions.cancel} />
            {state !== "scheduled" && !summary.atWork && (
              <Link href={againAddress(sent.id)} prefetch={false} className={buttonClass("secondary", true)}>
                Write again…
              </Link>
            )}
            {total > 0 && (
              <>
                <a href={csvAddress(sent.id)} download className={buttonClass("secondary", true)}>
                  <Icon name="download" className="size-4" />
                  CSV
                </a>
                <Button small onClick={() => window.print()}>
                  Print
                </Button>
              </>
            )}
          </div>
        </div>
        <ResultMeta sent={sent} absolute />
      </div>
      <Card title="Result" titleId={`${id}-result`}>
        <div className="flex flex-col gap-3 px-4 pt-2 pb-4 sm:px-5">
          <p className="font-medium">
            <Status icon={summary.icon} tone={summary.tone} spinning={summary.atWork}>
              {summary.words}
            </Status>
          </p>
          <span role="status" className="sr-only">
            {!summary.atWork && total > 0 && `Done: ${successful} delivered, ${failed} failed.`}
          </span>
          {state === "waiting" && broadcast.validUntilISO !== null && (
            <StillToCome stillToCome={sent.stillToCome} validUntilISO={broadcast.validUntilISO} />
          )}
          {total > 0 && <ProgressBar label="Labs answered" total={total} segments={progressSegments(outcomes)} />}
          {summary.atWork && total > 0 && <Pace answered={successful + failed} total={total} atMs={dataUpdatedAt} />}
          {total > 0 && <OutcomeCounts outcomes={outcomes} />}
          {sent.error !== undefined && <Notice tone={state === "failed" ? "error" : "warning"} title={sent.error} />}
          <ResultNotes sent={sent} />
          <div className="empty:hidden print:hidden">
            <RetryFailed sent={sent} retry={actions.retry} />
          </div>
        </div>
      </Card>
      {!summary.atWork && failed > 0 && (
        <Card title="What to do next" titleId={`${id}-next`}>
          <div className="px-4 pt-3 pb-4 sm:px-5">
            <NextSteps sent={sent} />
          </div>
        </Card>
      )}
      {total > 0 && (
        <>
          <Card title="How long labs took" titleId={`${id}-latency`}>
            <div className="px-4 pt-2 pb-4 sm:px-5">
              <Latency id={sent.id} running={summary.atWork} total={total} />
            </div>
          </Card>
          <Card title="Servers" titleId={`${id}-servers`}>
            <div className="px-4 pt-3 pb-4 sm:px-5">
              <Deliveries id={sent.id} running={summary.atWork} total={total} tall />
            </div>
          </Card>
        </>
      )}
    </div>
  );
}

function OutcomeCounts({ outcomes }: Pick<BroadcastDocument, "outcomes">) {
  return (
    <ul aria-label="Outcomes" className="flex flex-wrap gap-x-4 gap-y-1 text-small">
      {outcomeOrder.map((outcome) => {
        const { word, tone, icon } = outcomeLook[outcome];
        const count = outcomes[outcome] ?? 0;
        return (
          count > 0 && (
            <li key={outcome}>
              <Status icon={icon} tone={tone}>
                {grouped(count)} {word.toLowerCase()}
              </Status>
            </li>
          )
        );
      })}
    </ul>
  );
}

function Latency({ id, running, total }: { id: number; running: boolean; total: number }) {
  const { data: details = [] } = useQuery(detailsQuery(id, running, total));
  return <LatencyChart durationsMs={details.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]))} />;
}
