"use client";

import type { LucideIcon } from "lucide-react";
import { useId } from "react";
import { cx } from "./cx.ts";
import { toneText, type Tone } from "./tone.ts";

export interface FilterChip<V extends string> {
  value: V;
  word: string;
  count: number;
  icon?: LucideIcon;
  tone?: Tone;
}

/** Which part of a list to show; each with how many it has. */
export function FilterChips<V extends string>({ label, value, onChange, chips }: { label: string; value: V; onChange: (value: V) => void; chips: readonly FilterChip<V>[] }) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className="flex flex-wrap gap-1.5">
      {chips.map(({ value: own, word, count, icon: Icon, tone = "neutral" }) => (
        <label
          key={own}
          className={cx(
            "touch-target relative inline-flex h-8 cursor-pointer items-center gap-1.5 rounded-full border border-line px-3 text-small text-soft transition-colors duration-150 hover:bg-hover",
            "has-checked:border-ink has-checked:font-medium has-checked:text-ink has-checked:bg-hover",
            "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
          )}
        >
          <input
            type="radio"
            name={name}
            value={own}
            checked={own === value}
            onChange={() => onChange(own)}
            className="absolute inset-0 cursor-pointer appearance-none rounded-[inherit] outline-none"
          />
          {Icon && <Icon aria-hidden className={cx("size-4", toneText[tone])} />}
          {word}
          <span className="text-meta">{count.toLocaleString("en")}</span>
        </label>
      ))}
    </div>
  );
}
