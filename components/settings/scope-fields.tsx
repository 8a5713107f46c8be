"use client";

import { useId, useState } from "react";
import { Checkbox } from "../ui/checkbox.tsx";
import { cx } from "../ui/cx.ts";
import { controlClass, FieldError, labelClass } from "../ui/field.tsx";
import { scopeMeanings, scopeWords } from "./scope-words.ts";

/** More origins than these are looked for by name. */
const seenAtOnce = 6;

export interface ScopeFieldsProps {
  admin: boolean;
  /** Origins that a token of this person may publish to. */
  origins: readonly string[];
  chosen: readonly string[];
  onChange: (scopes: string[]) => void;
  error: string | undefined;
}

/** What a token may do: the scopes its maker can give. */
export function ScopeFields({ admin, origins, chosen, onChange, error }: ScopeFieldsProps) {
  const id = useId();
  const box = (scope: keyof typeof scopeMeanings) => (
    <Checkbox
      label={scopeWords(scope)}
      checked={chosen.includes(scope)}
      onChange={(on) => onChange(toggled(chosen, scope, on))}
    >
      {scopeMeanings[scope]}
    </Checkbox>
  );
  return (
    <fieldset aria-describedby={error === undefined ? undefined : `${id}-error`} className="flex flex-col gap-1">
      <legend className={cx(labelClass, "mb-1")}>What it may do</legend>
      {box("notifications")}
      {admin && box("publish")}
      {admin && box("broadcast")}
      {admin && box("admin")}
      {!chosen.includes("publish") && origins.length > 0 && (
        <OriginBoxes origins={origins} chosen={chosen} onChange={onChange} />
      )}
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </fieldset>
  );
}

function OriginBoxes({ origins, chosen, onChange }: Pick<ScopeFieldsProps, "origins" | "chosen" | "onChange">) {
  const [find, setFind] = useState("");
  const shown = origins.filter(
    (origin) => origin.includes(find.trim().toLowerCase()) || chosen.includes(`publish:${origin}`),
  );
  return (
    <fieldset className="mt-1 rounded-control border border-line px-3 pt-1 pb-2">
      <legend className="px-1 text-small text-soft">Publish to these origins alone</legend>
      {origins.length > seenAtOnce && (
        <input
          type="search"
          aria-label="Find an origin"
          placeholder="Find an origin"
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
          className={cx(controlClass, "my-1 h-9")}
        />
      )}
      <div className="flex max-h-40 flex-col overflow-y-auto overscroll-contain">
        {shown.map((origin) => (
          <Checkbox
            key={origin}
            label={origin}
            checked={chosen.includes(`publish:${origin}`)}
            onChange={(on) => onChange(toggled(chosen, `publish:${origin}`, on))}
          />
        ))}
        {shown.length === 0 && <p className="py-1 text-small text-meta">No origin has “{find.trim()}” in its name.</p>}
      </div>
    </fieldset>
  );
}

/** With `publish` to all, those to single origins are in it already. */
function toggled(chosen: readonly string[], scope: string, on: boolean): string[] {
  const others = chosen.filter((one) => one !== scope && !(on && scope === "publish" && one.startsWith("publish:")));
  return on ? [...others, scope] : others;
}
