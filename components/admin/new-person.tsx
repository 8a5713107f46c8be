"use client";

import { useId, useState } from "react";
import { toast } from "../ui/toast.ts";
import { useChange } from "../http/use-change.ts";
import { useTextField } from "../http/use-text-field.ts";
import { FieldGroup } from "../ui/field-group.tsx";
import { FormDialogButton } from "../ui/form-dialog-button.tsx";
import { DialogForm } from "../ui/form-dialog.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { TextField } from "../ui/text-field.tsx";
import { useShowMadeUp } from "./made-up-password.tsx";
import { PasswordChoice } from "./password-choice.tsx";
import type { PeopleActions } from "./people-actions.ts";

const roles = [
  { value: "member", word: "Member" },
  { value: "admin", word: "Admin" },
] as const;

/** The way to a local account for somebody. */
export function NewPerson({ create }: Pick<PeopleActions, "create">) {
  return (
    <FormDialogButton
      icon="user-plus"
      word="New account"
      look="primary"
      title="New account"
      description="For somebody who signs in with a password. Who comes through a hub gets an account at their first visit."
    >
      {(close) => <NewPersonForm create={create} onClose={close} />}
    </FormDialogButton>
  );
}

function NewPersonForm({ create, onClose }: Pick<PeopleActions, "create"> & { onClose: () => void }) {
  const id = useId();
  const showMadeUp = useShowMadeUp();
  const [role, setRole] = useState<"admin" | "member">("member");
  const [password, setPassword] = useState<string>();
  const creating = useChange(create, (done, given) => {
    const username = given.username.trim();
    if (done.password === undefined) toast("success", `${username} can sign in now`);
    else showMadeUp({ username, password: done.password });
    onClose();
  });
  const username = useTextField(creating, "username", "Username");
  return (
    <DialogForm
      verb="Create"
      onSubmit={() => creating.run({ username: username.value, role, password })}
      change={creating}
    >
      <TextField {...username} name="new-username" autoComplete="off" />
      <FieldGroup label="Role" labelId={id}>
        <Segmented labelledBy={id} value={role} onChange={setRole} options={roles} className="self-start" />
        {role === "admin" && (
          <span className="text-small text-meta">Sends broadcasts, and looks after origins and people.</span>
        )}
      </FieldGroup>
      <PasswordChoice value={password} onChange={setPassword} error={creating.fault("password", "Chosen password")} />
    </DialogForm>
  );
}
