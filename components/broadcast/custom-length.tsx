"use client";

import { controlClass, type Fault } from "../ui/field.tsx";
import { cx } from "../ui/cx.ts";

export interface CustomLengthProps {
  unit: "seconds" | "hours";
  /** As typed. */
  value: string;
  onChange: (value: string) => void;
  fault: Fault;
}

/** A length of time that is none of the usual ones. */
export function CustomLength({ unit, value, onChange, fault }: CustomLengthProps) {
  return (
    <span className="inline-flex items-center gap-2">
      <input
        aria-label={unit === "seconds" ? "Seconds" : "Hours"}
        inputMode="decimal"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        aria-invalid={fault.message !== undefined}
        aria-describedby={fault.id}
        className={cx(controlClass, "h-9 max-w-24")}
      />
      <span aria-hidden className="text-small text-meta">
        {unit}
      </span>
    </span>
  );
}
