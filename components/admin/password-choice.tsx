"use client";

import { useId, useState } from "react";
import { labelClass } from "../ui/field.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { TextField } from "../ui/text-field.tsx";

const ways = [
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
  const [way, setWay] = useState<(typeof ways)[number]["value"]>("made-up");
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-col items-start gap-1.5">
        <span id={id} className={labelClass}>
          Password
        </span>
        <Segmented
          labelledBy={id}
          value={way}
          options={ways}
          onChange={(chosen) => {
            setWay(chosen);
            onChange(chosen === "chosen" ? "" : undefined);
          }}
        />
        {way === "made-up" && <span className="text-small text-meta">Shown once, for you to pass on.</span>}
      </div>
      {way === "chosen" && (
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
