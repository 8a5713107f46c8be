"use client";

import { useId } from "react";
import { VARIANTS, type Variant } from "#lib/broadcast/schema.ts";
import { cx } from "../ui/cx.ts";
import { labelClass } from "../ui/field.tsx";
import { toneText } from "../ui/tone.ts";
import { variantLook } from "./variant-look.ts";

/** The six types a lab can show. */
export function VariantField({ value, onChange }: { value: Variant; onChange: (variant: Variant) => void }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <span id={id} className={labelClass}>
        Type
      </span>
      <div role="radiogroup" aria-labelledby={id} className="grid grid-cols-2 gap-1.5 sm:grid-cols-3">
        {VARIANTS.map((variant) => {
          const { word, tone, icon: Icon } = variantLook[variant];
          return (
            <label
              key={variant}
              className={cx(
                "touch-target relative flex h-9 cursor-pointer items-center gap-2 rounded-control border border-line px-3 text-soft transition-colors duration-150 hover:bg-hover",
                "has-checked:border-ink has-checked:bg-hover has-checked:font-medium has-checked:text-ink",
                "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
              )}
            >
              <input
                type="radio"
                name={id}
                value={variant}
                checked={variant === value}
                onChange={() => onChange(variant)}
                className="absolute inset-0 cursor-pointer appearance-none rounded-[inherit] outline-none"
              />
              <Icon aria-hidden className={cx("size-4 shrink-0", toneText[tone])} />
              {word}
            </label>
          );
        })}
      </div>
    </div>
  );
}
