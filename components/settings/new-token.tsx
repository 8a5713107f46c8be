"use client";

import { useState } from "react";
import { useChange } from "../http/use-change.ts";
import { Button } from "../ui/button.tsx";
import { labelClass } from "../ui/field.tsx";
import { DialogForm, FormDialog } from "../ui/form-dialog.tsx";
import { Icon } from "../ui/icon.tsx";
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
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button small onClick={() => setOpen(true)}>
        <Icon name="plus" className="size-4" />
        New token
      </Button>
      <FormDialog open={open} onOpenChange={setOpen} title="New token">
        <NewTokenForm {...props} onClose={() => setOpen(false)} />
      </FormDialog>
    </>
  );
}

function NewTokenForm({ admin, origins, make, onMade, onClose }: NewTokenProps & { onClose: () => void }) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>(["notifications"]);
  const [life, setLife] = useState<(typeof lives)[number]["value"]>("90");
  const making = useChange(make, ({ token }) => {
    onMade({ name: name.trim(), token });
    onClose();
  });
  return (
    <DialogForm
      verb="Make token"
      onSubmit={() => making.run({ name, scopes, days: life === "never" ? undefined : Number(life) })}
      pending={making.pending}
      failure={making.failure}
    >
      <TextField
        label="Name"
        name="token-name"
        autoComplete="off"
        value={name}
        onChange={setName}
        error={making.fault("name", "Name")}
      />
      <ScopeFields
        admin={admin}
        origins={origins}
        chosen={scopes}
        onChange={setScopes}
        error={making.fault("scopes", "Scopes") && "Choose at least one thing it may do"}
      />
      <div className="flex flex-col items-start gap-1.5">
        <span aria-hidden className={labelClass}>
          Ends
        </span>
        <Select label="Ends" value={life} onChange={setLife} options={lives} />
      </div>
    </DialogForm>
  );
}
