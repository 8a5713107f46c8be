"use client";

import { FieldError, type Fault } from "../ui/field.tsx";
import { Switch } from "../ui/switch.tsx";
import type { AutoCloseLength, Draft } from "./draft.ts";
import { LengthChoice } from "./length-choice.tsx";

const lengths: { value: AutoCloseLength; word: string }[] = [
  { value: "5000", word: "5 s" },
  { value: "30000", word: "30 s" },
  { value: "60000", word: "1 min" },
  { value: "600000", word: "10 min" },
  { value: "custom", word: "Custom" },
];

type AutoClose = Pick<Draft, "autoClose" | "autoCloseLength" | "customSeconds">;

/** Whether the toast goes by itself, and after how long. Off, it stays until it is dismissed. */
export function AutoCloseField({
  value,
  onChange,
  fault,
}: {
  value: AutoClose;
  onChange: (change: Partial<AutoClose>) => void;
  fault: Fault;
}) {
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-2">
        <Switch label="Auto-close" checked={value.autoClose} onChange={(autoClose) => onChange({ autoClose })} />
        {!value.autoClose && <span className="text-small text-meta">Stays until dismissed</span>}
        {value.autoClose && (
          <>
            <span className="text-small text-meta">after</span>
            <LengthChoice
              label="Closes after"
              lengths={lengths}
              value={value.autoCloseLength}
              onChange={(autoCloseLength) => onChange({ autoCloseLength })}
              custom={{
                unit: "seconds",
                value: value.customSeconds,
                onChange: (customSeconds) => onChange({ customSeconds }),
              }}
              fault={fault}
              className="w-28"
            />
          </>
        )}
      </div>
      {fault.message !== undefined && <FieldError id={fault.id}>{fault.message}</FieldError>}
    </div>
  );
}
