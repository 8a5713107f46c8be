"use client";

import { useId, useState } from "react";
import { toast } from "sonner";
import type { Action } from "../http/answer.ts";
import { useChange } from "../http/use-change.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { TextField } from "../ui/text-field.tsx";
import { useFocusFault } from "../ui/use-focus-fault.ts";

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
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [differs, setDiffers] = useState(false);
  const changing = useChange(changePassword, () => {
    setCurrent("");
    setPassword("");
    setAgain("");
    toast.success("Your password is changed. Your other sessions have ended.");
  });
  const form = useFocusFault(changing.pending);
  const submit = () => {
    setDiffers(password !== again);
    if (password === again && !changing.pending) changing.run({ current, password });
  };
  return (
    <Card title="Password" titleId={id}>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        className="flex flex-col gap-4 px-4 pt-3 pb-4 sm:px-5 sm:pb-5"
      >
        {/* Tells password managers whose it is. */}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <TextField
          label="Current password"
          type="password"
          name="current-password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          error={changing.fault("current", "Current password")}
        />
        <TextField
          label="New password"
          type="password"
          name="new-password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          error={changing.fault("password", "New password")}
        />
        <TextField
          label="New password again"
          type="password"
          name="new-password-again"
          autoComplete="new-password"
          value={again}
          onChange={setAgain}
          error={differs ? "The two new passwords differ" : undefined}
        />
        {changing.failure !== undefined && (
          <p role="alert" className="text-error">
            {changing.failure}
          </p>
        )}
        <div>
          <Button type="submit" pending={changing.pending} className="max-sm:w-full">
            Change password
          </Button>
        </div>
      </form>
    </Card>
  );
}
