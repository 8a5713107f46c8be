"use client";

import { useState, type SubmitEvent } from "react";
import { address } from "../http/address.ts";
import { messageOf } from "../http/request-json.ts";
import { signInWithPassword } from "../http/session.ts";
import { Button } from "../ui/button.tsx";
import { FieldError } from "../ui/field.tsx";
import { TextField } from "../ui/text-field.tsx";
import { errorWords, tooManyWords } from "./error-words.ts";

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
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState(failed);

  const signIn = async () => {
    setPending(true);
    setFailure(undefined);
    try {
      const result = await signInWithPassword(username.trim(), password);
      if (result.ok) {
        // A whole new page, so that every part of it knows who is here. The button stays pending until it comes.
        window.location.assign(address(from));
        return;
      }
      setFailure(result.why === "wrong" ? errorWords("CredentialsSignin") : tooManyWords(result.waitS));
    } catch (thrown) {
      setFailure(messageOf(thrown));
    }
    setPending(false);
  };

  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!pending) void signIn();
  };

  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4">
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
      <Button type="submit" look="primary" pending={pending}>
        Sign in
      </Button>
    </form>
  );
}
