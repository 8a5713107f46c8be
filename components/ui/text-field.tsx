"use client";

import { useId } from "react";
import { controlClass, FieldError, labelClass } from "./field.tsx";
import { cx } from "./cx.ts";
import { heardEarly } from "./heard-early.ts";

export interface TextFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  type?: "text" | "password" | "search";
  name?: string;
  autoComplete?: string;
  autoFocus?: boolean;
  required?: boolean;
  error?: string | undefined;
  className?: string;
}

/** One line of text with its label above and what is wrong with it below. */
export function TextField({ label, value, onChange, error, className, ...input }: TextFieldProps) {
  const id = useId();
  return (
    <div className={cx("flex flex-col gap-1.5", className)}>
      <label htmlFor={id} className={labelClass}>
        {label}
      </label>
      <input
        dir="auto"
        {...input}
        ref={heardEarly(value, onChange)}
        id={id}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        spellCheck={false}
        autoCapitalize="none"
        className={cx(controlClass, "h-9")}
      />
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}
