import { tickedEarly } from "./heard-early.ts";

/** Something that is on or off. */
export function Switch({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <label className="touch-target inline-flex cursor-pointer items-center gap-2.5">
      <input
        ref={tickedEarly(checked, onChange)}
        autoComplete="off"
        type="checkbox"
        role="switch"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
        className="switch"
      />
      <span>{label}</span>
    </label>
  );
}
