"use client";

import { cx } from "../ui/cx.ts";
import { controlClass, FieldError, labelClass, type Fault } from "../ui/field.tsx";
import { Select } from "../ui/select.tsx";
import type { Draft, ValidForLength } from "./draft.ts";

const lengths: { value: ValidForLength; word: string }[] = [
  { value: "none", word: "Labs running then" },
  { value: "3600", word: "1 hour" },
  { value: "28800", word: "8 hours" },
  { value: "86400", word: "1 day" },
  { value: "custom", word: "Custom" },
];

type ValidFor = Pick<Draft, "validFor" | "customHours">;

/** How long labs that start after the send get it too. */
export function ValidForField({
  value,
  onChange,
  fault,
}: {
  value: ValidFor;
  onChange: (change: Partial<ValidFor>) => void;
  fault: Fault;
}) {
  return (
    <div className="flex flex-col gap-1.5">
      <span aria-hidden className={labelClass}>
        Valid for
      </span>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Select
          label="Valid for"
          value={value.validFor}
          onChange={(validFor) => onChange({ validFor })}
          options={lengths}
          className="w-48"
        />
        {value.validFor === "custom" && (
          <span className="inline-flex items-center gap-2">
            <input
              aria-label="Hours"
              inputMode="decimal"
              value={value.customHours}
              onChange={(event) => onChange({ customHours: event.currentTarget.value })}
              aria-invalid={fault.message !== undefined}
              aria-describedby={fault.id}
              className={cx(controlClass, "h-9 max-w-24")}
            />
            <span aria-hidden className="text-small text-meta">
              hours
            </span>
          </span>
        )}
        <span className="text-small text-meta">
          {value.validFor === "none"
            ? "A lab that starts later doesn’t get it"
            : "A lab that starts meanwhile gets it once, when it is ready"}
        </span>
      </div>
      {fault.message !== undefined && <FieldError id={fault.id}>{fault.message}</FieldError>}
    </div>
  );
}
