"use client";

import { useId } from "react";
import { MESSAGE_LIMIT, messageLength } from "#lib/broadcast/message.ts";
import { variablesOf } from "#lib/broadcast/variables.ts";
import { controlClass, FieldError, labelClass, type Fault } from "../ui/field.tsx";
import { cx } from "../ui/cx.ts";
import { heardEarly } from "../ui/heard-early.ts";

/** From here on the counter is amber: the end is near. */
const nearLimit = 120;

/** The message, with its length counted as the server counts it. What is past the limit is shown, never cut. */
export function MessageField({
  value,
  onChange,
  fault,
  countsDown,
}: {
  value: string;
  onChange: (message: string) => void;
  fault: Fault;
  /** Whether `{in}` is replaced. */
  countsDown: boolean;
}) {
  const id = useId();
  const length = messageLength(value);
  const over = length > MESSAGE_LIMIT;
  const variables = variablesOf(value).filter((name) => name !== "in" || !countsDown);
  const near = length >= nearLimit && !over;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className={labelClass}>
        Message
      </label>
      <textarea
        ref={heardEarly(value, onChange)}
        id={id}
        dir="auto"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        rows={3}
        autoFocus
        aria-invalid={over}
        aria-describedby={`${id}-count ${fault.id}`}
        placeholder="What should every running lab know?"
        className={cx(controlClass, "field-sizing-content min-h-20 resize-none py-2")}
      />
      <div className="flex min-h-5 items-start justify-between gap-3">
        <div id={fault.id} className="min-w-0">
          {/* Told to who comes to the field or the button; an empty one, as after a send, is not announced. */}
          {fault.message !== undefined && length === 0 && <span className="sr-only">{fault.message}</span>}
          <div role="status">
            {fault.message !== undefined && length > 0 && <FieldError>{fault.message}</FieldError>}
            {variables.length > 0 && (
              <p className="text-small text-meta">
                {variables.map((name) => `{${name}}`).join(", ")}: sent as it stands, and asked for where the message is
                saved and used
              </p>
            )}
            {near && <p className="text-small text-warning">{MESSAGE_LIMIT - length} left</p>}
          </div>
        </div>
        <p
          id={`${id}-count`}
          className={cx(
            "shrink-0 text-small",
            over ? "font-medium text-error" : near ? "font-medium text-warning" : "text-meta",
          )}
        >
          {`${length}/${MESSAGE_LIMIT}`}
        </p>
      </div>
    </div>
  );
}
