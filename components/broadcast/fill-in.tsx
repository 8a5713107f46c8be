"use client";

import { useId, useState, type KeyboardEvent } from "react";
import type { SavedMessage } from "#lib/broadcast/document.ts";
import { MESSAGE_LIMIT, messageFault, messageLength } from "#lib/broadcast/message.ts";
import { fillIn } from "#lib/broadcast/variables.ts";
import { Button } from "../ui/button.tsx";
import { controlClass } from "../ui/control-class.ts";
import { cx } from "../ui/cx.ts";
import { FieldError, labelClass } from "../ui/field.tsx";

export interface FillInProps {
  saved: SavedMessage;
  onUse: (message: string) => void;
  onCancel: () => void;
}

/** Asks for the variables of a saved message, and shows what it becomes: that is what is counted and sent. */
export function FillIn({ saved: { message, variables }, onUse, onCancel }: FillInProps) {
  const id = useId();
  const [values, setValues] = useState<Record<string, string>>({});
  const filled = fillIn(message, values);
  const complete = variables.every((name) => (values[name] ?? "").trim() !== "");
  const fault = messageFault(filled);
  const use = () => {
    if (complete && fault === undefined) onUse(filled);
  };
  // These keys are the whole form's otherwise: Enter with Ctrl sends.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    if (event.key === "Enter" && !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") use();
    else onCancel();
  };
  return (
    <div
      role="group"
      aria-label="Fill in the saved message"
      onKeyDown={onKeyDown}
      className="flex flex-col gap-3 rounded-control border border-line p-3"
    >
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        {variables.map((name, index) => (
          <div key={name} className="flex flex-col gap-1">
            <label htmlFor={`${id}-${name}`} className={labelClass}>
              {wordOf(name)}
            </label>
            <input
              id={`${id}-${name}`}
              dir="auto"
              autoFocus={index === 0}
              autoComplete="off"
              inputMode={name === "minutes" ? "numeric" : undefined}
              placeholder={name === "time" ? "18:00" : undefined}
              value={values[name] ?? ""}
              onChange={({ currentTarget: { value } }) => setValues((before) => ({ ...before, [name]: value }))}
              aria-describedby={`${id}-filled`}
              className={cx(controlClass, "h-9")}
            />
          </div>
        ))}
      </div>
      <p id={`${id}-filled`} className="flex items-start justify-between gap-3">
        <span dir="auto" className="min-w-0 [overflow-wrap:anywhere]">
          {filled}
        </span>
        <span className={cx("shrink-0 text-small", fault === undefined ? "text-meta" : "font-medium text-error")}>
          {messageLength(filled)}/{MESSAGE_LIMIT}
        </span>
      </p>
      <div role="status">{fault !== undefined && <FieldError>{fault}</FieldError>}</div>
      <div className="flex gap-2">
        <Button small disabled={!complete || fault !== undefined} onClick={use}>
          Use this message
        </Button>
        <Button small look="quiet" onClick={onCancel}>
          Back
        </Button>
      </div>
    </div>
  );
}

/** `start_time` as a label: `Start time`. */
function wordOf(name: string): string {
  const words = name.replaceAll(/[-_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
