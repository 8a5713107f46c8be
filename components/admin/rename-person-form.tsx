"use client";

import { useState } from "react";
import { toast } from "sonner";
import { useChange } from "../http/use-change.ts";
import { DialogForm } from "../ui/form-dialog.tsx";
import { TextField } from "../ui/text-field.tsx";
import type { PeopleActions } from "./people-actions.ts";
import type { ListedPerson } from "./person.ts";
import { providerWords } from "./provider-words.ts";

/** What stays and what changes with the name. */
export function renameWords({ provider }: ListedPerson): string {
  return provider === "local"
    ? "They sign in with the new name from then on. Inbox and sessions stay."
    : `They sign in with ${providerWords(provider)} as before. Inbox and sessions stay.`;
}

export function RenamePersonForm({
  person,
  rename,
  onClose,
}: {
  person: ListedPerson;
  rename: PeopleActions["rename"];
  onClose: () => void;
}) {
  const [username, setUsername] = useState(person.username);
  const renaming = useChange(rename, () => {
    toast.success(`${person.username} is now ${username.trim()}`);
    onClose();
  });
  return (
    <DialogForm
      verb="Rename"
      onSubmit={() => renaming.run({ personId: person.id, username })}
      pending={renaming.pending}
      failure={renaming.failure}
    >
      <TextField
        label="New name"
        name="new-username"
        autoComplete="off"
        value={username}
        onChange={setUsername}
        error={renaming.fault("username", "New name")}
      />
    </DialogForm>
  );
}
