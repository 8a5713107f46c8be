"use client";

import { useId } from "react";
import { cx } from "./cx.ts";
import { controlClass, FieldError, labelClass } from "./field.tsx";

/** Several lines of code-like text with their label above, a word of help, and what is wrong with them below. */
export function TextArea({
  label,
  value,
  onChange,
  rows,
  hint,
  error,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  rows: number;
  hint?: string;
  error?: string | undefined;
}) {
  const id = useId();
  const about = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className={labelClass}>
        {label}
      </label>
      <textarea
        dir="ltr"
        id={id}
        value={value}
        rows={rows}
        onChange={(event) => onChange(event.currentTarget.value)}
        aria-invalid={error !== undefined}
        aria-describedby={about || undefined}
        spellCheck={false}
        autoCapitalize="none"
        className={cx(controlClass, "resize-y py-1.5 font-mono text-small")}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-small text-meta">
          {hint}
        </p>
      )}
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}
