"use client";

import { useId, type ReactNode } from "react";
import { cx } from "./cx.ts";

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
export function Segmented<V extends string>({ label, labelledBy, value, onChange, options, className }: SegmentedProps<V>) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      aria-labelledby={labelledBy}
      className={cx("inline-flex rounded-control border border-line bg-sunken p-0.5", className)}
    >
      {options.map((option) => (
        <label
          key={option.value}
          className={cx(
            "touch-target relative inline-flex h-8 cursor-pointer items-center justify-center rounded-[0.25rem] px-3 text-small whitespace-nowrap text-soft",
            "transition-colors duration-150 hover:text-ink has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-checked:shadow-raised",
            "has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent",
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 cursor-pointer appearance-none rounded-[inherit] outline-none"
          />
          {option.word}
        </label>
      ))}
    </div>
  );
}
