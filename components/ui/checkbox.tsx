import type { ReactNode } from "react";
import { tickedEarly } from "./heard-early.ts";
import { Icon } from "./icon.tsx";

/** Something to be chosen or not, with what it means below. */
export function Checkbox({
  label,
  checked,
  onChange,
  children,
}: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  children?: ReactNode;
}) {
  return (
    <label className="touch-target flex cursor-pointer items-start gap-2.5 py-1">
      <span className="relative mt-0.5 size-4.5 shrink-0">
        <input
          ref={tickedEarly(checked, onChange)}
          autoComplete="off"
          type="checkbox"
          aria-label={label}
          checked={checked}
          onChange={(event) => onChange(event.currentTarget.checked)}
          className="peer size-full cursor-pointer appearance-none rounded-[0.25rem] border border-edge bg-surface checked:border-accent checked:bg-accent checked:forced-color-adjust-none"
        />
        <Icon
          name="check"
          className="stroke-[3] pointer-events-none absolute inset-0.5 size-3.5 text-on-accent opacity-0 peer-checked:opacity-100"
        />
      </span>
      <span className="min-w-0">
        <span className="block break-words">{label}</span>
        {children !== undefined && <span className="block text-small text-meta">{children}</span>}
      </span>
    </label>
  );
}
