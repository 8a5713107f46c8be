"use client";

import { useState } from "react";
import { toast } from "../ui/toast.ts";
import { useChange } from "../http/use-change.ts";
import { DialogForm } from "../ui/form-dialog.tsx";
import { useShowMadeUp } from "./made-up-password.tsx";
import { PasswordChoice } from "./password-choice.tsx";
import type { PeopleActions } from "./people-actions.ts";
import type { ListedPerson } from "./person.ts";

interface ResetPasswordFormProps {
  person: ListedPerson;
  resetPassword: PeopleActions["resetPassword"];
  onClose: () => void;
}

export function ResetPasswordForm({ person, resetPassword, onClose }: ResetPasswordFormProps) {
  const { id: personId, username } = person;
  const showMadeUp = useShowMadeUp();
  const [password, setPassword] = useState<string>();
  const resetting = useChange(resetPassword, (done) => {
    if (done.password === undefined) toast("success", `${username} has the new password`);
    else showMadeUp({ username, password: done.password });
    onClose();
  });
  return (
    <DialogForm verb="Set password" onSubmit={() => resetting.run({ personId, password })} change={resetting}>
      <PasswordChoice value={password} onChange={setPassword} error={resetting.fault("password", "Chosen password")} />
    </DialogForm>
  );
}
