"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useId, useState } from "react";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { FailedQuery } from "../http/failed-query.tsx";
import { buttonClass } from "../ui/button-class.ts";
import { Button } from "../ui/button.tsx";
import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";
import { Notice } from "../ui/notice.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Status } from "../ui/status.tsx";
import { progressSegments } from "./progress-segments.ts";
import type { BroadcastActions } from "./broadcast-actions.ts";
import { CancelBroadcast } from "./cancel-broadcast.tsx";
import { Deliveries } from "./deliveries.tsx";
import { InstallHint } from "./install-hint.tsx";
import { csvAddress, progressQuery } from "./queries.ts";
import { ResultMeta } from "./result-meta.tsx";
import { summarize } from "./result-summary.ts";
import { ResultNotes } from "./result-notes.tsx";
import { RetryFailed } from "./retry-failed.tsx";
import { StillToCome } from "./still-to-come.tsx";
import { WriteToRest } from "./write-to-rest.tsx";
import { grouped } from "#lib/grouped.ts";

const frame = "animate-rise rounded-card border border-line bg-surface shadow-raised";

interface ResultProps {
  actions: Pick<BroadcastActions, "cancel" | "retry">;
  /** Takes a scheduled broadcast back onto the form; nothing when it is there already. */
  onEdit: ((sent: BroadcastDocument) => void) | undefined;
  /** Takes the message back onto the form, for whom it was or for these people. */
  onWrite: (sent: BroadcastDocument, usernames?: string[]) => void;
  onClose: () => void;
}

/** What came of one broadcast: now, if it is still at work, or whenever it was. */
export function ResultCard({ id, ...props }: ResultProps & { id: number }) {
  const query = useQuery(progressQuery(id));
  const { data: sent, error } = query;
  if (sent) return <Result sent={sent} {...props} />;
  if (!error) {
    return (
      <section className={cx(frame, "flex flex-col gap-3 p-5")}>
        <span className="sr-only">Looking up broadcast {id}</span>
        <Skeleton className="h-6 w-64 max-w-full" />
        <Skeleton className="h-1.5" />
      </section>
    );
  }
  return (
    <FailedQuery title="The result could not be shown" query={query}>
      <Button small look="quiet" onClick={props.onClose}>
        Close
      </Button>
    </FailedQuery>
  );
}

function Result({ sent, actions, onEdit, onWrite, onClose }: ResultProps & { sent: BroadcastDocument }) {
  const id = useId();
  const [unfolded, setUnfolded] = useState<boolean>();
  const summary = summarize({ ...sent, delivered: sent.successful, planned: sent.message !== undefined });
  const { total, successful, failed, broadcast } = sent;
  const done = sent.state === "finished" || sent.state === "waiting";
  const waiting = total - successful - failed;
  const missing = sent.outcomes["extension-missing"] ?? 0;
  // Something went wrong: that is what they want to see, unless they folded it themselves.
  const open = unfolded ?? (!summary.atWork && failed > 0);

  return (
    <section aria-labelledby={id} className={frame}>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 pt-3 sm:px-5 sm:pt-4">
        <h2 id={id} dir="auto" className="min-w-0 flex-1 basis-64 text-lead font-semibold [overflow-wrap:anywhere]">
          {broadcast.message}
        </h2>
        <div className="flex items-center gap-3 max-sm:w-full max-sm:justify-between">
          <p className="font-medium">
            <Status icon={summary.icon} tone={summary.tone} spinning={summary.atWork}>
              {summary.words}
            </Status>
          </p>
          <span role="status" className="sr-only">
            {summary.atWork && "Ringing the labs."}
            {done && `Done: ${successful} delivered, ${failed} failed.`}
          </span>
          {sent.state === "scheduled" && onEdit && (
            <Button small onClick={() => onEdit(sent)}>
              Edit
            </Button>
          )}
          <CancelBroadcast id={sent.id} state={sent.state} cancel={actions.cancel} />
          <Button look="quiet" small label="Close the result" onClick={onClose}>
            <Icon name="x" className="size-4" />
          </Button>
        </div>
      </div>
      <div className="flex flex-col gap-3 px-4 pt-1 pb-4 sm:px-5 sm:pb-5">
        <ResultMeta sent={sent} />
        {sent.state === "waiting" && broadcast.validUntilISO !== null && (
          <StillToCome stillToCome={sent.stillToCome} validUntilISO={broadcast.validUntilISO} />
        )}
        {total > 0 && <ProgressBar label="Labs answered" total={total} segments={progressSegments(sent.outcomes)} />}
        {summary.atWork && total > 0 && (
          <p className="text-small text-meta">
            {failed > 0 && `${grouped(failed)} failed · `}
            {grouped(waiting)} still to answer
          </p>
        )}
        {total === 0 && sent.state === "finished" && (
          <p className="text-soft">Nothing was rung. The message is in the inbox of whom it is for.</p>
        )}
        {sent.error !== undefined && <Notice tone={sent.state === "failed" ? "error" : "warning"} title={sent.error} />}
        <ResultNotes sent={sent} />
        {sent.hint !== undefined && !summary.atWork && <Notice tone="warning" title={sent.hint} />}
        <div className="flex flex-wrap items-start gap-2 empty:hidden">
          <RetryFailed sent={sent} retry={actions.retry} />
          <WriteToRest sent={sent} onWrite={onWrite} />
          {sent.state !== "scheduled" && !summary.atWork && (
            <Button small look="quiet" onClick={() => onWrite(sent)}>
              Write again…
            </Button>
          )}
        </div>
        {missing > 0 && !summary.atWork && (
          <Notice
            tone="warning"
            title={missing === 1 ? "1 lab can’t show messages" : `${grouped(missing)} labs can’t show messages`}
          >
            <InstallHint />
          </Notice>
        )}
        {total > 0 && (
          <div className="flex flex-col gap-3">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <button
                type="button"
                aria-expanded={open}
                aria-controls={`${id}-servers`}
                onClick={() => setUnfolded(!open)}
                className="touch-target inline-flex h-8 items-center gap-1.5 self-start rounded-control pr-2 text-soft hover:text-ink"
              >
                <Icon
                  name="chevron-down"
                  className={cx("size-4 transition-transform duration-150", !open && "-rotate-90")}
                />
                Details by server
              </button>
              <Link href={`/hub/notifications/${sent.id}`} className={cx(buttonClass("quiet", true), "ml-auto")}>
                Full report
              </Link>
              <a href={csvAddress(sent.id)} download className={buttonClass("quiet", true)}>
                <Icon name="download" className="size-4" />
                CSV
              </a>
            </div>
            <div id={`${id}-servers`} hidden={!open}>
              {open && <Deliveries id={sent.id} running={summary.atWork} total={total} />}
            </div>
          </div>
        )}
      </div>
    </section>
  );
}
