"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { Suspense, useCallback, useId, useRef, useState } from "react";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import type { BroadcastRequest, SeriesRequest } from "#lib/broadcast/schema.ts";
import { messageOf } from "../http/request-error.ts";
import { useChange } from "../http/use-change.ts";
import { Card } from "../ui/card.tsx";
import { changeAddress } from "../ui/change-address.ts";
import { Notice } from "../ui/notice.tsx";
import { useNow } from "../ui/now.tsx";
import type { BroadcastActions } from "./broadcast-actions.ts";
import { Compose } from "./compose.tsx";
import { draftOf } from "./draft-of.ts";
import { seriesOf } from "./draft-series.ts";
import { emptyDraft, isForMost, type Draft } from "./draft.ts";
import { History } from "./history.tsx";
import { HubNotice } from "./hub-notice.tsx";
import { LabCount } from "./lab-count.tsx";
import { openedBroadcast } from "./opened-broadcast.ts";
import { PreflightStatus } from "./preflight-status.tsx";
import { firstRange, labsQuery, rangeOf, rangeParam, refreshBroadcast, sentKey } from "./queries.ts";
import { ResultCard } from "./result-card.tsx";
import { createSendKey } from "./send-key.ts";
import { ToastPreview } from "./toast-preview.tsx";
import { UnderWay } from "./under-way.tsx";
import { useAgain } from "./use-again.ts";
import { useDraft } from "./use-draft.ts";
import { useRecently } from "./use-recently.ts";

/** Who has written nothing for so long is not about to send. */
const writesForMs = 120_000;

/** Write and send, the result, and what was sent before. Which result is open stands in the address, so it outlives a reload. */
export function BroadcastPage({ person, actions }: { person: string; actions: BroadcastActions }) {
  const id = useId();
  const queries = useQueryClient();
  const params = useSearchParams();
  const opened = openedBroadcast(params.get("broadcast"));
  const range = rangeOf(params.get(rangeParam));
  const [editing, setEditing] = useState<number>();
  const { draft, setDraft, restored, discard, takeBack } = useDraft(person, editing !== undefined);
  const [key] = useState(createSendKey);
  const sending = useChange(
    (request: BroadcastRequest | SeriesRequest) => {
      if ("countdown" in request || "weekly" in request) return actions.startSeries({ request, key: key.for(request) });
      return editing === undefined
        ? actions.send({ request, key: key.for(request) })
        : actions.edit({ id: editing, request });
    },
    ({ id: sent }, request) =>
      onSent("countdown" in request || "weekly" in request ? undefined : sent, request.message),
  );
  const { reset } = sending;
  const [justSent, setJustSent] = useState(false);
  const [writes, noteWriting] = useRecently(writesForMs);
  const change = useCallback(
    (changed: Partial<Draft>) => {
      reset();
      noteWriting();
      setJustSent(false);
      setDraft((before) => ({ ...before, ...changed }));
    },
    [reset, noteWriting, setDraft],
  );
  const series = seriesOf(draft, useNow());
  const labs = useQuery(labsQuery);
  const [met, setMet] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const justOpened = useRef<number>(undefined);

  const open = (broadcast: number | undefined) => {
    justOpened.current = broadcast;
    // What of its servers was shown is about the one before.
    changeAddress({ broadcast: broadcast?.toString(), outcome: undefined, user: undefined, sort: undefined });
  };
  // A result they asked for comes into view; one that the address brought along stays where it is.
  const showResult = (place: HTMLDivElement | null) => {
    if (!place || justOpened.current !== opened) return;
    justOpened.current = undefined;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    place.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  };
  /** @param broadcast nothing of a series, which has no result yet: it is listed as coming */
  const onSent = (broadcast: number | undefined, message: string) => {
    // What they typed meanwhile is the next message, not this one. Else nothing of this one's may go along with the next.
    setDraft((now) => (now.message === message ? { ...emptyDraft } : now));
    setJustSent(draft.message === message);
    setEditing(undefined);
    key.spend();
    open(broadcast);
    void (broadcast === undefined
      ? queries.invalidateQueries({ queryKey: sentKey })
      : refreshBroadcast(queries, broadcast));
  };
  // The field has the focus before this page can hear of it, where the browser gave it while loading.
  const meetForm = useCallback((place: HTMLDivElement | null) => {
    form.current = place;
    if (place?.contains(document.activeElement)) setMet(true);
  }, []);
  const edit = ({ id: scheduled, broadcast }: BroadcastDocument) => {
    reset();
    setEditing(scheduled);
    setDraft(draftOf(broadcast));
    form.current?.querySelector("textarea")?.focus();
  };
  /** @param usernames whom it is for now, where that is not whom it was for */
  const writeAgain = ({ broadcast }: BroadcastDocument, usernames?: string[]) => {
    reset();
    setEditing(undefined);
    setJustSent(false);
    const before = draftOf({ ...broadcast, sendAtISO: null });
    setDraft(usernames ? { ...before, audience: "chosen", chosen: usernames, leftOut: [] } : before);
    form.current?.querySelector("textarea")?.focus();
  };
  const againFailure = useAgain(writeAgain);
  const stopEditing = () => {
    reset();
    setEditing(undefined);
    takeBack();
  };
  const onRefresh = () => void labs.refetch();

  return (
    <div className="flex flex-col gap-6">
      <h1 className="text-title font-semibold">Broadcast</h1>
      <HubNotice
        labs={labs.data}
        failure={labs.error ? messageOf(labs.error) : undefined}
        refreshing={labs.isFetching}
        onRefresh={onRefresh}
      />
      {againFailure !== undefined && (
        <Notice tone="error" title="That broadcast could not be taken back onto the form" alert>
          {againFailure}
        </Notice>
      )}
      {labs.data?.state !== "off" && (
        <div
          ref={meetForm}
          onFocus={() => setMet(true)}
          className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]"
        >
          {/* React sends a part as large as the form by itself, after the rest: until then its place is kept. */}
          <Suspense fallback={<div className="min-h-dvh" />}>
            <Compose
              draft={draft}
              series={series}
              onChange={change}
              labs={labs.data}
              sending={sending}
              actions={actions}
              editing={editing !== undefined}
              onStopEditing={stopEditing}
              onDiscard={restored && editing === undefined ? discard : undefined}
              sent={justSent}
            />
          </Suspense>
          <Suspense>
            <Card title="In JupyterLab" titleId={id} className="lg:sticky lg:top-18">
              <div className="flex flex-col gap-3 px-4 pt-3 pb-4 sm:px-5">
                <ToastPreview message={series.sendings[0]?.message ?? draft.message} variant={draft.variant} />
                <LabCount
                  labs={labs.data}
                  countedAt={labs.dataUpdatedAt}
                  refreshing={labs.isFetching}
                  onRefresh={onRefresh}
                />
                {labs.data?.state === "listed" && labs.data.labs.length > 0 && (
                  <PreflightStatus
                    wanted={met}
                    warm={writes && draft.message.trim() !== "" && isForMost(draft, labs.data.labs)}
                    draft={draft}
                    onChange={change}
                  />
                )}
              </div>
            </Card>
          </Suspense>
        </div>
      )}
      {opened !== undefined && (
        <div key={opened} ref={showResult} className="scroll-mt-18">
          <ResultCard
            id={opened}
            actions={actions}
            onEdit={opened === editing ? undefined : edit}
            onWrite={writeAgain}
            onClose={() => open(undefined)}
          />
        </div>
      )}
      <Suspense>
        <UnderWay opened={opened} cancelSeries={actions.cancelSeries} />
        <History
          range={range}
          onRange={(next) => changeAddress({ [rangeParam]: next === firstRange ? undefined : next })}
          opened={opened}
          clear={actions.clearSent}
        />
      </Suspense>
    </div>
  );
}
