import { controlClass, type Fault } from "../ui/field.tsx";
import { cx } from "../ui/cx.ts";

/** A field in the middle of a sentence, which is what names it for eyes; its fault stands below the whole. */
export function InlineInput({
  label,
  type,
  value,
  onChange,
  fault,
  about,
  className,
}: {
  label: string;
  type?: "datetime-local" | "time" | "date";
  value: string;
  onChange: (value: string) => void;
  fault: Fault;
  /** The id of what else is said of it. */
  about?: string;
  className: string;
}) {
  return (
    <input
      type={type}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      aria-invalid={fault.message !== undefined}
      aria-describedby={about === undefined ? fault.id : `${about} ${fault.id}`}
      className={cx(controlClass, "h-9", className)}
    />
  );
}
