"use client";

import type { ReactNode } from "react";
import { toast } from "../ui/toast.ts";
import { useChange } from "../http/use-change.ts";
import { Button } from "../ui/button.tsx";
import { FieldError } from "../ui/field.tsx";
import { Moment } from "../ui/moment.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Status } from "../ui/status.tsx";
import { EditOutlet } from "./edit-outlet.tsx";
import { OutletCalls } from "./outlet-calls.tsx";
import { kindWords, whatWords, type ListedOutlet, type OutletActions } from "./outlet.ts";
import { grouped } from "#lib/grouped.ts";

interface OutletRowProps extends Pick<OutletActions, "edit" | "test" | "rest"> {
  outlet: ListedOutlet;
  ofOrigin: boolean;
  onDelete: () => void;
}

/** One outlet: where to, what of it, how it goes, and what can be done about that. */
export function OutletRow({ outlet, ofOrigin, edit, test, rest, onDelete }: OutletRowProps) {
  const { id, host, confirmed, restingISO } = outlet;
  const testing = useChange(test, ({ ok, reason }) => {
    if (!confirmed) toast("success", `Look into the mails of ${host}: ${reason ?? ""}`);
    else if (ok) toast("success", `${host} took the test`);
    else toast("error", `${host} did not take the test: ${reason ?? "no answer"}`);
  });
  const resting = useChange(rest, (_, { resting: rests }) => {
    toast("success", rests ? `The outlet to ${host} is paused` : `The outlet to ${host} is tried again`);
  });
  const isResting = restingISO !== undefined;
  const failure = testing.failure ?? resting.failure;
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 border-b border-line px-4 py-3 last:border-b-0 sm:px-5">
      <div className="flex min-w-48 flex-1 flex-col gap-1">
        <p className="font-medium break-words">{host}</p>
        <p className="text-small break-words text-soft">
          {kindWords(outlet)} · {whatWords(outlet)}
        </p>
        <p className="text-small text-meta">
          <State outlet={outlet} />
        </p>
        <OutletCalls calls={outlet.calls} />
        {failure !== undefined && <FieldError>{failure}</FieldError>}
      </div>
      <div className="flex flex-wrap gap-1">
        <Button
          look="quiet"
          small
          label={confirmed ? `Send a test to ${host}` : `Ask ${host} again`}
          pending={testing.pending}
          onClick={() => testing.run({ id })}
        >
          {confirmed ? "Send a test" : "Ask again"}
        </Button>
        <Button
          look="quiet"
          small
          label={isResting ? `Try again: ${host}` : `Pause ${host}`}
          pending={resting.pending}
          onClick={() => resting.run({ id, resting: !isResting })}
        >
          {isResting ? "Try again" : "Pause"}
        </Button>
        <EditOutlet outlet={outlet} ofOrigin={ofOrigin} edit={edit} />
        <Button look="quiet" small label={`Delete the outlet to ${host}`} onClick={onDelete}>
          Delete…
        </Button>
      </div>
    </li>
  );
}

function State({ outlet }: { outlet: ListedOutlet }): ReactNode {
  const { confirmed, sent, lastSentISO, failures, reason, nextTryISO, restingISO } = outlet;
  if (!confirmed)
    return (
      <Status icon="hourglass" tone="warning">
        Waits to be confirmed: a mail with a link was sent there
      </Status>
    );
  if (restingISO !== undefined)
    return (
      <Status icon="circle-slash" tone={failures > 0 ? "error" : "neutral"}>
        Resting since <RelativeTime iso={restingISO} />
        {reason !== null && `: ${reason}`}
        {failures > 1 && ` ×${failures}`}
      </Status>
    );
  if (failures > 0)
    return (
      <Status icon="triangle-alert" tone="warning">
        {reason} {failures > 1 && `×${failures}`}
        {nextTryISO !== undefined && (
          <>
            {" "}
            · next try <Moment iso={nextTryISO} />
          </>
        )}
      </Status>
    );
  return (
    <>
      {grouped(sent)} sent
      {lastSentISO !== undefined && (
        <>
          {" "}
          · last <RelativeTime iso={lastSentISO} />
        </>
      )}
    </>
  );
}
