"use client";

import { useId } from "react";
import { VARIANTS, type Variant } from "#lib/broadcast/message.ts";
import { cx } from "../ui/cx.ts";
import { FieldGroup } from "../ui/field-group.tsx";
import { Icon } from "../ui/icon.tsx";
import { RadioTile } from "../ui/radio-tile.tsx";
import { toneText } from "../ui/tone.ts";
import { variantLook } from "./variant-look.ts";

/** The six types a lab can show. */
export function VariantField({ value, onChange }: { value: Variant; onChange: (variant: Variant) => void }) {
  const id = useId();
  return (
    <FieldGroup label="Type" labelId={id}>
      <div role="radiogroup" aria-labelledby={id} className="grid grid-cols-2 gap-1.5 sm:grid-cols-3">
        {VARIANTS.map((variant) => {
          const { word, tone, icon } = variantLook[variant];
          return (
            <RadioTile
              key={variant}
              name={id}
              value={variant}
              checked={variant === value}
              onSelect={() => onChange(variant)}
              className="radio-frame h-9 gap-2 rounded-control"
            >
              <Icon name={icon} className={cx("size-4 shrink-0", toneText[tone])} />
              {word}
            </RadioTile>
          );
        })}
      </div>
    </FieldGroup>
  );
}
