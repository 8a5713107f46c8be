"use client";

import { FieldGroup } from "../ui/field-group.tsx";
import type { Fault } from "../ui/field.tsx";
import { Select } from "../ui/select.tsx";
import { CustomLength } from "./custom-length.tsx";
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
    <FieldGroup label="Valid for" fault={fault}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Select
          label="Valid for"
          value={value.validFor}
          onChange={(validFor) => onChange({ validFor })}
          options={lengths}
          className="w-48"
        />
        {value.validFor === "custom" && (
          <CustomLength
            unit="hours"
            value={value.customHours}
            onChange={(customHours) => onChange({ customHours })}
            fault={fault}
          />
        )}
        <span className="text-small text-meta">
          {value.validFor === "none"
            ? "A lab that starts later doesn’t get it"
            : "A lab that starts meanwhile gets it once, when it is ready"}
        </span>
      </div>
    </FieldGroup>
  );
}
