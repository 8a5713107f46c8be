"use client";

import { useId } from "react";
import { FieldGroup } from "../ui/field-group.tsx";
import type { Fault } from "../ui/field.tsx";
import { Segmented } from "../ui/segmented.tsx";
import type { Sending } from "#lib/broadcast/series-times.ts";
import type { Draft } from "./draft.ts";
import { InlineInput } from "./inline-input.tsx";
import { CountdownFields, Sendings, WeeklyFields } from "./series-fields.tsx";
import { soonHour, toLocalMinute } from "./send-time.ts";

const choices = [
  { value: "now", word: "Now" },
  { value: "later", word: "At a time" },
] as const;
const series = [
  { value: "countdown", word: "Countdown" },
  { value: "weekly", word: "Each week" },
] as const;

type When = Pick<Draft, "when" | "sendAt" | "minutes" | "days" | "time" | "until">;

/**
 * When it is sent: at once, at a time of the browser's own zone, which is named beside it, or several times as one.
 * @param single whether it can only be once
 */
export function WhenField({
  value,
  onChange,
  fault,
  single,
  sendings,
}: {
  value: When;
  onChange: (change: Partial<When>) => void;
  fault: Fault;
  single: boolean;
  sendings: readonly Sending[];
}) {
  const id = useId();
  const choose = (when: Draft["when"]) =>
    onChange({
      when,
      ...((when === "later" || when === "countdown") &&
        value.sendAt === "" && { sendAt: toLocalMinute(soonHour(Date.now())) }),
    });
  return (
    <FieldGroup label="When" labelId={id} fault={fault}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Segmented
          labelledBy={id}
          value={value.when}
          onChange={choose}
          options={single ? choices : [...choices, ...series]}
          className="flex-wrap"
        />
        {value.when === "later" && (
          <span className="inline-flex min-w-0 items-center gap-2 max-sm:flex-wrap">
            <InlineInput
              type="datetime-local"
              label="Send at"
              value={value.sendAt}
              onChange={(sendAt) => onChange({ sendAt })}
              fault={fault}
              about={`${id}-zone`}
              className="max-w-56"
            />
            {/* Only drawn after a press, so never on the server, which does not know the zone. */}
            <span id={`${id}-zone`} className="text-small text-meta">
              {Intl.DateTimeFormat().resolvedOptions().timeZone} time
            </span>
          </span>
        )}
      </div>
      {value.when === "countdown" && (
        <>
          <CountdownFields value={value} onChange={onChange} fault={fault} />
          <p className="text-small text-meta">{"{in}"} in the message becomes “in 15 minutes”.</p>
        </>
      )}
      {value.when === "weekly" && <WeeklyFields value={value} onChange={onChange} fault={fault} />}
      <Sendings sendings={sendings} />
    </FieldGroup>
  );
}
