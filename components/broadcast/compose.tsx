"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useMemo, type KeyboardEvent } from "react";
import type { BroadcastRequest, SeriesRequest } from "#lib/broadcast/schema.ts";
import { messageOf } from "../http/request-error.ts";
import type { Change } from "../http/use-change.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { writeMoment } from "../ui/moment.tsx";
import { Notice } from "../ui/notice.tsx";
import { useNow } from "../ui/now.tsx";
import { AutoCloseField } from "./auto-close-field.tsx";
import type { BroadcastActions } from "./broadcast-actions.ts";
import { checkDraft } from "./check-draft.ts";
import { labsReached, withoutLab, type Draft, type DraftField } from "./draft.ts";
import { isSeries, type DraftSeries } from "./draft-series.ts";
import { MessageField } from "./message-field.tsx";
import { recipientsQuery, type ActiveLab, type Labs } from "./queries.ts";
import { RecipientsField } from "./recipients-field.tsx";
import { SavedMessages } from "./saved-messages.tsx";
import { holdS, holdsSends, SendBar } from "./send-bar.tsx";
import { fromLocalMinute } from "./send-time.ts";
import { scheduleWords, sendWords } from "./send-words.ts";
import { useHold } from "./use-hold.ts";
import { ValidForField } from "./valid-for-field.tsx";
import { VariantField } from "./variant-field.tsx";
import { WhenField } from "./when-field.tsx";

const noLabs: ActiveLab[] = [];

/** What to do before it can be sent. */
const blockedWords: Record<DraftField, string> = {
  message: "Correct the message first.",
  autoClose: "Set the auto-close time first.",
  recipients: "Choose somebody first.",
  when: "Choose when first.",
  validFor: "Set how long it is valid first.",
};

export interface ComposeProps {
  draft: Draft;
  /** What it would schedule as one. */
  series: DraftSeries;
  /** The same function from draw to draw. */
  onChange: (change: Partial<Draft>) => void;
  /** What is known of the hub's labs so far. */
  labs: Labs | undefined;
  sending: Change<BroadcastRequest | SeriesRequest>;
  actions: BroadcastActions;
  /** Whether a scheduled broadcast is being changed, and not a new one written. */
  editing: boolean;
  onStopEditing: () => void;
  /** Empties the form, where what stands on it was written before the page was opened. */
  onDiscard: (() => void) | undefined;
  /** Whether one was just sent, and nothing written since. */
  sent: boolean;
}

/** Where a broadcast is written and sent. */
export function Compose({
  draft,
  series,
  onChange,
  labs,
  sending,
  actions,
  editing,
  onStopEditing,
  onDiscard,
  sent,
}: ComposeProps) {
  const id = useId();
  const listed = labs?.state === "listed" ? labs.labs : noLabs;
  const { request, faults } = checkDraft(draft, useNow(), series);
  const { sendings } = series;
  const { audience, chosen, leftOut } = draft;
  const askedFor = useMemo(() => (audience === "chosen" ? withoutLab(chosen, listed) : []), [audience, chosen, listed]);
  const askedWithout = useMemo(
    () => (audience === "all" ? [] : withoutLab(leftOut, listed)),
    [audience, leftOut, listed],
  );
  const check = useQuery(recipientsQuery(askedFor));
  const checkWithout = useQuery(recipientsQuery(askedWithout));
  const found = askedFor.length > 0 ? check.data : undefined;
  const foundWithout = askedWithout.length > 0 ? checkWithout.data : undefined;
  const unknown = useMemo(() => [...(found?.unknown ?? []), ...(foundWithout?.unknown ?? [])], [found, foundWithout]);
  const unchecked = check.error ?? checkWithout.error;
  const faultAt = (field: DraftField) => {
    const fault = faults.find((one) => one.field === field);
    return { id: `${id}-${field}`, message: fault?.message };
  };
  // An empty message needs no words: nothing was begun yet.
  const blocked = faults.find(({ field }) => field !== "message" || draft.message.trim() !== "");
  const nobody = faults.some(({ field }) => field === "recipients");

  const { leftS, start, release } = useHold(holdS);
  // What goes out is what they looked at while it was held: a change takes it back.
  useEffect(() => release, [draft, release]);
  const send = () => {
    if (faults.length > 0 || sending.pending || leftS !== undefined) return;
    if (draft.when === "now" && holdsSends.get() === true) start(() => sending.run(request));
    else sending.run(request);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") release();
    if (event.defaultPrevented || event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    send();
  };

  const reached = labsReached(draft, listed, { chosen: found?.usernames, leftOut: foundWithout?.usernames });
  const sendAt = draft.when === "later" ? fromLocalMinute(draft.sendAt) : undefined;
  const words = isSeries(draft)
    ? scheduleWords(sendings.length)
    : sendAt
      ? `${editing ? "Save" : "Schedule"} for ${writeMoment(sendAt)}`
      : sendWords(labs?.state === "listed" && !nobody ? reached : undefined);

  return (
    <Card title="Compose" titleId={id}>
      <form onSubmit={(event) => event.preventDefault()} onKeyDown={onKeyDown}>
        <div className="flex flex-col gap-4 px-4 pt-3 pb-4 sm:px-5 [&_:is(input,textarea,select,button)]:scroll-mb-24">
          {editing && (
            <Notice
              tone="info"
              title="You are changing a scheduled broadcast"
              action={
                <Button small onClick={onStopEditing}>
                  Stop
                </Button>
              }
            >
              It stays as it was until you save.
            </Notice>
          )}
          <MessageField
            value={draft.message}
            onChange={(message) => onChange({ message })}
            fault={faultAt("message")}
            countsDown={draft.when === "countdown"}
          />
          <p role="status" className="-mt-2 flex items-center gap-1.5 text-small text-meta empty:hidden">
            {sent && "Sent. All on the form is back at its default."}
            {onDiscard && (
              <>
                Draft restored
                <span aria-hidden>·</span>
                <button
                  type="button"
                  onClick={onDiscard}
                  className="touch-target font-medium text-ink underline underline-offset-2 hover:decoration-2"
                >
                  Discard
                </button>
              </>
            )}
          </p>
          <SavedMessages draft={draft} onChange={onChange} actions={actions} />
          <VariantField value={draft.variant} onChange={(variant) => onChange({ variant })} />
          <AutoCloseField value={draft} onChange={onChange} fault={faultAt("autoClose")} />
          <RecipientsField
            audience={audience}
            chosen={chosen}
            leftOut={leftOut}
            labs={listed}
            unknown={unknown}
            failure={unchecked ? messageOf(unchecked) : undefined}
            onChange={onChange}
          />
          <WhenField value={draft} onChange={onChange} fault={faultAt("when")} single={editing} sendings={sendings} />
          <ValidForField value={draft} onChange={onChange} fault={faultAt("validFor")} />
          {sending.lost && (
            <Notice tone="error" title="No answer came from Belfry" alert>
              Send it again. If it went out already, nobody gets it twice.
            </Notice>
          )}
          {sending.failure !== undefined && !sending.lost && (
            <Notice tone="error" title={editing ? "Nothing was changed" : "Nothing was sent"} alert>
              {sending.failure}
            </Notice>
          )}
        </div>
        <SendBar
          words={words}
          off={faults.length > 0}
          blocked={blocked && blockedWords[blocked.field]}
          blockedId={faultAt("recipients").id}
          describedBy={faults.map(({ field }) => faultAt(field).id).join(" ")}
          pending={sending.pending}
          onSend={send}
          now={draft.when === "now"}
          leftS={leftS}
          onCancel={release}
        />
      </form>
    </Card>
  );
}
