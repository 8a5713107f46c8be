"use client";

import { useState } from "react";
import { useChange } from "../http/use-change.ts";
import { useTextField } from "../http/use-text-field.ts";
import { FieldGroup } from "../ui/field-group.tsx";
import { FormDialogButton } from "../ui/form-dialog-button.tsx";
import { DialogForm } from "../ui/form-dialog.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { ScopeFields } from "./scope-fields.tsx";
import type { MakeToken } from "./token.ts";

const lives = [
  { value: "7", word: "After 7 days" },
  { value: "30", word: "After 30 days" },
  { value: "90", word: "After 90 days" },
  { value: "365", word: "After a year" },
  { value: "never", word: "Never" },
] as const;

/** A token just made: its secret is shown once. */
export interface MadeToken {
  name: string;
  token: string;
}

interface NewTokenProps {
  admin: boolean;
  origins: readonly string[];
  make: MakeToken;
  onMade: (made: MadeToken) => void;
}

/** The way to a token. */
export function NewToken(props: NewTokenProps) {
  return (
    <FormDialogButton icon="plus" word="New token" small title="New token">
      {(close) => <NewTokenForm {...props} onClose={close} />}
    </FormDialogButton>
  );
}

function NewTokenForm({ admin, origins, make, onMade, onClose }: NewTokenProps & { onClose: () => void }) {
  const [scopes, setScopes] = useState<string[]>(["notifications"]);
  const [life, setLife] = useState<(typeof lives)[number]["value"]>("90");
  const making = useChange(make, ({ token }, { name }) => {
    onMade({ name: name.trim(), token });
    onClose();
  });
  const name = useTextField(making, "name", "Name");
  return (
    <DialogForm
      verb="Make token"
      onSubmit={() => making.run({ name: name.value, scopes, days: life === "never" ? undefined : Number(life) })}
      change={making}
    >
      <TextField {...name} name="token-name" autoComplete="off" />
      <ScopeFields
        admin={admin}
        origins={origins}
        chosen={scopes}
        onChange={setScopes}
        error={making.fault("scopes", "Scopes") && "Choose at least one thing it may do"}
      />
      <FieldGroup label="Ends">
        <Select label="Ends" value={life} onChange={setLife} options={lives} className="self-start" />
      </FieldGroup>
    </DialogForm>
  );
}
