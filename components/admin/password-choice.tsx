"use client";

import { useId, useState } from "react";
import { FieldGroup } from "../ui/field-group.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { TextField } from "../ui/text-field.tsx";

const choices = [
  { value: "made-up", word: "Make one up" },
  { value: "chosen", word: "Choose one" },
] as const;

/** A password that Belfry makes up, or one that the admin types. `undefined` stands for the former. */
export function PasswordChoice({
  value,
  onChange,
  error,
}: {
  value: string | undefined;
  onChange: (password: string | undefined) => void;
  error: string | undefined;
}) {
  const id = useId();
  const [choice, setChoice] = useState<(typeof choices)[number]["value"]>("made-up");
  return (
    <div className="flex flex-col gap-3">
      <FieldGroup label="Password" labelId={id}>
        <Segmented
          labelledBy={id}
          value={choice}
          options={choices}
          className="self-start"
          onChange={(chosen) => {
            setChoice(chosen);
            onChange(chosen === "chosen" ? "" : undefined);
          }}
        />
        {choice === "made-up" && <span className="text-small text-meta">Shown once, for you to pass on.</span>}
      </FieldGroup>
      {choice === "chosen" && (
        <TextField
          label="Chosen password"
          type="password"
          name="new-password"
          autoComplete="new-password"
          value={value ?? ""}
          onChange={onChange}
          error={error}
        />
      )}
    </div>
  );
}
