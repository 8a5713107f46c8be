import type { ReactNode } from "react";

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
      />
      {children}
    </label>
  );
}
