"use client";

import { toast } from "../ui/toast.ts";
import { useChange } from "../http/use-change.ts";
import { useTextField } from "../http/use-text-field.ts";
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
  const renaming = useChange(rename, (_done, { username }) => {
    toast("success", `${person.username} is now ${username.trim()}`);
    onClose();
  });
  const username = useTextField(renaming, "username", "New name", person.username);
  return (
    <DialogForm
      verb="Rename"
      onSubmit={() => renaming.run({ personId: person.id, username: username.value })}
      change={renaming}
    >
      <TextField {...username} name="new-username" autoComplete="off" />
    </DialogForm>
  );
}
