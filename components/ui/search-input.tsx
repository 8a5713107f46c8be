import type { ComponentProps, RefObject } from "react";
import { controlClass } from "./control-class.ts";
import { cx } from "./cx.ts";
import { heardEarly } from "./heard-early.ts";

/** A field to find something by its name. What it finds shows while it is typed. */
export function SearchInput({
  label,
  onType,
  className,
  ref,
  ...input
}: {
  label: string;
  value: string;
  onType: (text: string) => void;
  ref?: RefObject<HTMLInputElement | null>;
} & Pick<ComponentProps<"input">, "aria-busy" | "aria-keyshortcuts" | "className" | "maxLength">) {
  return (
    <input
      ref={heardEarly(input.value, onType, ref)}
      type="search"
      autoComplete="off"
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
