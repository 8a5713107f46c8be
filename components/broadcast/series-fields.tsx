"use client";

import { useId } from "react";
import { weekdays, type Sending, type Weekday } from "#lib/broadcast/series-times.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import type { Fault } from "../ui/field.tsx";
import { writeMoment } from "../ui/moment.tsx";
import type { Draft } from "./draft.ts";
import { InlineInput } from "./inline-input.tsx";

const dayWords: Record<Weekday, string> = {
  ...{ mon: "Mon", tue: "Tue", wed: "Wed", thu: "Thu", fri: "Fri", sat: "Sat", sun: "Sun" },
};

interface FieldsProps<K extends keyof Draft> {
  value: Pick<Draft, K>;
  onChange: (change: Partial<Pick<Draft, K>>) => void;
  fault: Fault;
}

/** What a countdown counts down to, and how many minutes before it reminds. */
export function CountdownFields({ value, onChange, fault }: FieldsProps<"sendAt" | "minutes">) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <InlineInput
        type="datetime-local"
        label="Counts down to"
        value={value.sendAt}
        onChange={(sendAt) => onChange({ sendAt })}
        fault={fault}
        className="max-w-56"
      />
      <span aria-hidden className="text-small text-meta">
        reminding
      </span>
      <InlineInput
        label="Minutes before"
        value={value.minutes}
        onChange={(minutes) => onChange({ minutes })}
        fault={fault}
        className="max-w-32"
      />
      <span aria-hidden className="text-small text-meta">
        minutes before
      </span>
    </div>
  );
}

/** On which days of each week, when on them, and until which. */
export function WeeklyFields({ value, onChange, fault }: FieldsProps<"days" | "time" | "until">) {
  const id = useId();
  const turn = (day: Weekday, on: boolean) =>
    onChange({ days: on ? [...value.days, day] : value.days.filter((other) => other !== day) });
  return (
    <div className="flex flex-col gap-2">
      <div role="group" aria-label="Days" className="flex flex-wrap gap-x-4">
        {weekdays.map((day) => (
          <Checkbox
            key={day}
            label={dayWords[day]}
            checked={value.days.includes(day)}
            onChange={(on) => turn(day, on)}
          />
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-2 text-small text-meta">
        <span aria-hidden>at</span>
        <InlineInput
          type="time"
          label="Time"
          value={value.time}
          onChange={(time) => onChange({ time })}
          fault={fault}
          about={`${id}-zone`}
          className="max-w-32"
        />
        <span id={`${id}-zone`}>{Intl.DateTimeFormat().resolvedOptions().timeZone} time, until</span>
        <InlineInput
          type="date"
          label="Until"
          value={value.until}
          onChange={(until) => onChange({ until })}
          fault={fault}
          className="max-w-44"
        />
      </div>
    </div>
  );
}

/** So many are written out; of more, how many. */
const shownSendings = 4;

/** When each of a series is sent, and with which words. */
export function Sendings({ sendings }: { sendings: readonly Sending[] }) {
  const more = sendings.length - shownSendings;
  if (sendings.length === 0) return null;
  return (
    <ol aria-label="What will be sent" className="flex flex-col gap-0.5 text-small text-meta">
      {sendings.slice(0, shownSendings).map(({ at, message }) => (
        <li key={at.getTime()} className="flex gap-3">
          <span className="shrink-0">{writeMoment(at)}</span>
          <span dir="auto" className="truncate">
            {message}
          </span>
        </li>
      ))}
      {more > 0 && <li>and {more} more</li>}
    </ol>
  );
}
