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
        type="checkbox"
        role="switch"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
        className={
          "relative h-5 w-9 shrink-0 cursor-pointer appearance-none rounded-full border border-edge bg-sunken transition-colors duration-150 " +
          "before:absolute before:top-0.5 before:left-0.5 before:size-3.5 before:rounded-full before:bg-edge before:transition-transform before:duration-150 " +
          "checked:border-accent checked:bg-accent checked:forced-color-adjust-none checked:before:translate-x-4 checked:before:bg-on-accent"
        }
      />
      <span>{label}</span>
    </label>
  );
}
