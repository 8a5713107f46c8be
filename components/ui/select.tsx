import { controlClass } from "./control-class.ts";
import { cx } from "./cx.ts";
import { heardEarly } from "./heard-early.ts";
import { Icon } from "./icon.tsx";

export interface SelectProps<V extends string> {
  /** The accessible name; the visible words stand beside the control. */
  label: string;
  value: V;
  onChange: (value: V) => void;
  options: readonly { value: V; word: string }[];
  className?: string;
}

/** A choice among a few. The browser's own list, so that it is right on every phone. */
export function Select<V extends string>({ label, value, onChange, options, className }: SelectProps<V>) {
  const choose = (value: string) => {
    const chosen = options.find((option) => option.value === value);
    if (chosen) onChange(chosen.value);
  };
  return (
    <span className={cx("relative inline-flex", className)}>
      <select
        ref={heardEarly(value, choose)}
        autoComplete="off"
        aria-label={label}
        value={value}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        className={cx(controlClass, "h-9 appearance-none pr-9")}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.word}
          </option>
        ))}
      </select>
      <Icon
        name="chevron-down"
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-meta"
      />
    </span>
  );
}
