import type { ComponentProps } from "react";
import { controlClass } from "./control-class.ts";
import { cx } from "./cx.ts";

/** A field to find something by its name. What it finds shows while it is typed. */
export function SearchInput({
  label,
  onType,
  className,
  ...input
}: { label: string; value: string; onType: (text: string) => void } & Pick<
  ComponentProps<"input">,
  "aria-busy" | "aria-keyshortcuts" | "className" | "maxLength" | "ref"
>) {
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={label}
      onChange={(event) => onType(event.currentTarget.value)}
      spellCheck={false}
      autoCapitalize="none"
      className={cx(controlClass, className)}
      {...input}
    />
  );
}
