"use client";

import { controlClass, type Fault } from "../ui/field.tsx";
import { cx } from "../ui/cx.ts";
import { Select } from "../ui/select.tsx";

export interface LengthChoiceProps<V extends string> {
  label: string;
  lengths: readonly { value: V | "custom"; word: string }[];
  value: V | "custom";
  onChange: (value: V | "custom") => void;
  /** One that is none of these, as typed. */
  custom: { unit: "seconds" | "hours"; value: string; onChange: (value: string) => void };
  fault: Fault;
  className: string;
}

/** A length of time: one of the usual ones, or another that is typed. */
export function LengthChoice<V extends string>({
  label,
  lengths,
  value,
  onChange,
  custom,
  fault,
  className,
}: LengthChoiceProps<V>) {
  return (
    <>
      <Select label={label} value={value} onChange={onChange} options={lengths} className={className} />
      {value === "custom" && (
        <span className="inline-flex items-center gap-2">
          <input
            aria-label={custom.unit === "seconds" ? "Seconds" : "Hours"}
            inputMode="decimal"
            value={custom.value}
            onChange={(event) => custom.onChange(event.currentTarget.value)}
            aria-invalid={fault.message !== undefined}
            aria-describedby={fault.id}
            className={cx(controlClass, "h-9 max-w-24")}
          />
          <span aria-hidden className="text-small text-meta">
            {custom.unit}
          </span>
        </span>
      )}
    </>
  );
}
