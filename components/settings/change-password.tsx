"use client";

import { useId, useState } from "react";
import { toast } from "../ui/toast.ts";
import type { Action } from "../http/answer.ts";
import { useChange } from "../http/use-change.ts";
import { useTextField } from "../http/use-text-field.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Form } from "../ui/form.tsx";
import { TextField } from "../ui/text-field.tsx";

export type ChangePasswordAction = Action<{ current: string; password: string }>;

/** Changes one's own password; every other session ends. */
export function ChangePassword({
  username,
  changePassword,
}: {
  username: string;
  changePassword: ChangePasswordAction;
}) {
  const id = useId();
  const [differs, setDiffers] = useState(false);
  const changing = useChange(changePassword, () => {
    for (const field of [current, password, again]) field.onChange("");
    toast("success", "Your password is changed. Your other sessions have ended.");
  });
  const current = useTextField(changing, "current", "Current password");
  const password = useTextField(changing, "password", "New password");
  const again = useTextField(changing, "again", "New password again");
  const submit = () => {
    setDiffers(password.value !== again.value);
    if (password.value === again.value) changing.run({ current: current.value, password: password.value });
  };
  return (
    <Card title="Password" titleId={id}>
      <Form
        change={changing}
        onSubmit={submit}
        className="px-4 pt-3 pb-4 sm:px-5 sm:pb-5"
        buttons={
          <div>
            <Button type="submit" pending={changing.pending} className="max-sm:w-full">
              Change password
            </Button>
          </div>
        }
      >
        {/* Tells password managers whose it is. */}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <TextField {...current} type="password" name="current-password" autoComplete="current-password" />
        <TextField {...password} type="password" name="new-password" autoComplete="new-password" />
        <TextField
          {...again}
          type="password"
          name="new-password-again"
          autoComplete="new-password"
          error={differs ? "The two new passwords differ" : undefined}
        />
      </Form>
    </Card>
  );
}
