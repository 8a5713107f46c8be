import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export interface RadioTileProps {
  /** The same for all tiles of a group. */
  name: string;
  value: string;
  checked: boolean;
  onSelect: () => void;
  className: string;
  children: ReactNode;
}

/** One of a group of radio buttons, drawn as a tile. The button itself lies invisible over the whole of it. */
export function RadioTile({ name, value, checked, onSelect, className, children }: RadioTileProps) {
  return (
    <label
      className={cx(
        "touch-target relative inline-flex cursor-pointer items-center transition-colors duration-150 has-checked:font-medium has-checked:text-ink has-checked:forced-chosen",
        "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
        className,
      )}
    >
      <input
        // Chosen before the page's script ran, it counts as if it were now.
        ref={(radio) => {
          if (radio?.checked && !checked) onSelect();
        }}
        autoComplete="off"
        type="radio"
        name={name}
        value={value}
        checked={checked}
        onChange={onSelect}
        className="absolute inset-0 cursor-pointer appearance-none rounded-[inherit] outline-none"
      />
      {children}
    </label>
  );
}
