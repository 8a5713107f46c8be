"use client";

import { useState } from "react";
import { address } from "../http/address.ts";
import { useChange } from "../http/use-change.ts";
import { Button } from "../ui/button.tsx";
import { FieldError } from "../ui/field.tsx";
import { TextField } from "../ui/text-field.tsx";
import { signIn } from "./session.ts";

interface SignInFormProps {
  /** A path on this site, checked by the page. */
  from: `/${string}`;
  /** Why the last try did not work, if one came before. */
  failed: string | undefined;
  /** Whether to begin in the first field; not where there are other ways before it. */
  focused: boolean;
}

/** Name and password. */
export function SignInForm({ from, failed, focused }: SignInFormProps) {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const signingIn = useChange(signIn, () => {
    // A whole new page, so that every part of it knows who is here. The button stays pending until it comes.
    window.location.assign(address(from));
    return new Promise(() => undefined);
  });
  const failure = signingIn.given ? signingIn.failure : failed;
  return (
    <form
      // Not `onSubmit`: what is sent before this page is at work waits here until it is, and stands in no address.
      action={(sent) => {
        const { username = "", password = "" } = Object.fromEntries(sent) as Record<string, string>;
        if (!signingIn.pending) signingIn.run({ username: username.trim(), password });
      }}
      className="flex flex-col gap-4"
    >
      <TextField
        label="Username"
        name="username"
        autoComplete="username"
        autoFocus={focused}
        required
        value={username}
        onChange={setUsername}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={setPassword}
      />
      <div role="alert">{failure !== undefined && <FieldError id="sign-in-failure">{failure}</FieldError>}</div>
      <Button type="submit" look="primary" pending={signingIn.pending}>
        Sign in
      </Button>
    </form>
  );
}
