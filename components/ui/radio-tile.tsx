import type { ReactNode } from "react";
import { tickedEarly } from "./heard-early.ts";

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
    <label className={`radio-tile ${className}`}>
      <input
        ref={tickedEarly(checked, (chosen) => chosen && onSelect())}
        autoComplete="off"
        type="radio"
        name={name}
        value={value}
        checked={checked}
        onChange={onSelect}
      />
      {children}
    </label>
  );
}
