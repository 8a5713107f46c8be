"use client";

import { FieldGroup } from "../ui/field-group.tsx";
import type { Fault } from "../ui/field.tsx";
import type { Draft, ValidForLength } from "./draft.ts";
import { LengthChoice } from "./length-choice.tsx";

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
    <FieldGroup label="Valid for" fault={fault}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <LengthChoice
          label="Valid for"
          lengths={lengths}
          value={value.validFor}
          onChange={(validFor) => onChange({ validFor })}
          custom={{ unit: "hours", value: value.customHours, onChange: (customHours) => onChange({ customHours }) }}
          fault={fault}
          className="w-48"
        />
        <span className="text-small text-meta">
          {value.validFor === "none"
            ? "A lab that starts later doesn’t get it"
            : "A lab that starts meanwhile gets it once, when it is ready"}
        </span>
      </div>
    </FieldGroup>
  );
}
