"use client";

import { useId, type ReactNode } from "react";
import { cx } from "./cx.ts";
import { RadioTile } from "./radio-tile.tsx";

export interface SegmentedProps<V extends string> {
  /** The accessible name of the group, unless `labelledBy` points at a visible one. */
  label?: string;
  labelledBy?: string;
  value: V;
  onChange: (value: V) => void;
  options: readonly { value: V; word: ReactNode }[];
  className?: string;
}

/** One choice of a few, side by side. Arrow keys move it, as in any group of radio buttons. */
export function Segmented<V extends string>({
  label,
  labelledBy,
  value,
  onChange,
  options,
  className,
}: SegmentedProps<V>) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      aria-labelledby={labelledBy}
      className={cx("inline-flex rounded-control border border-line bg-sunken p-0.5", className)}
    >
      {options.map((option) => (
        <RadioTile
          key={option.value}
          name={name}
          value={option.value}
          checked={option.value === value}
          onSelect={() => onChange(option.value)}
          className="radio-segment"
        >
          {option.word}
        </RadioTile>
      ))}
    </div>
  );
}
