"use client";

import { useId } from "react";
import { cx } from "./cx.ts";
import { Icon, type IconName } from "./icon.tsx";
import { RadioTile } from "./radio-tile.tsx";
import { toneText, type Tone } from "./tone.ts";
import { grouped } from "#lib/grouped.ts";

export interface FilterChip<V extends string> {
  value: V;
  word: string;
  count: number;
  icon?: IconName;
  tone?: Tone;
}

/** Which part of a list to show; each with how many it has. */
export function FilterChips<V extends string>({
  label,
  value,
  onChange,
  chips,
}: {
  label: string;
  value: V;
  onChange: (value: V) => void;
  chips: readonly FilterChip<V>[];
}) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className="flex flex-wrap gap-1.5">
      {chips.map(({ value: own, word, count, icon, tone = "neutral" }) => (
        <RadioTile
          key={own}
          name={name}
          value={own}
          checked={own === value}
          onSelect={() => onChange(own)}
          className="radio-frame h-8 gap-1.5 rounded-full text-small"
        >
          {icon && <Icon name={icon} className={cx("size-4", toneText[tone])} />}
          {word}
          <span className="text-meta">{grouped(count)}</span>
        </RadioTile>
      ))}
    </div>
  );
}
