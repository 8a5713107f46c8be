"use client";

import { useState } from "react";
import type { Action } from "../http/answer.ts";
import { useChange } from "../http/use-change.ts";
import { Bell } from "../shell/bell.tsx";
import { Button } from "../ui/button.tsx";
import { FieldError } from "../ui/field.tsx";

interface MailLinkProps {
  does: "confirm" | "stop";
  to: string;
  /** Whether it was done before. */
  done: boolean;
  token: string;
  answer: Action<{ token: string }>;
}

const words = {
  confirm: {
    title: "Shall Belfry write to you?",
    text: "Somebody with an account asked for notifications to be sent to this address. A link in each mail stops them.",
    verb: "Confirm",
    done: "Notifications are sent to this address from now on.",
  },
  stop: {
    title: "No more mails from Belfry?",
    text: "Notifications are sent to this address. Nothing leaves the inbox when they stop.",
    verb: "Stop these mails",
    done: "Nothing more is sent to this address. In Belfry, under Settings, Outlets, mails can be let in again.",
  },
};

/** What a link in a mail leads to: a question, since mail programs open links by themselves, and what came of it. */
export function MailLink({ does, to, done: before, token, answer }: MailLinkProps) {
  const { title, text, verb, done } = words[does];
  const [isDone, setDone] = useState(before);
  const answering = useChange(answer, () => setDone(true));
  return (
    <div className="flex flex-1 flex-col items-center justify-center pb-16">
      <div className="w-full max-w-md rounded-card border border-line bg-surface p-6 shadow-raised sm:p-8">
        <Bell className="size-8 text-accent" />
        <h1 className="mt-3 text-title font-semibold">{title}</h1>
        <p className="mt-1 font-medium break-words" dir="auto">
          {to}
        </p>
        <p className="my-4 text-soft" role="status">
          {isDone ? done : text}
        </p>
        {!isDone && (
          <Button look="primary" pending={answering.pending} onClick={() => answering.run({ token })}>
            {verb}
          </Button>
        )}
        {answering.failure !== undefined && <FieldError>{answering.failure}</FieldError>}
      </div>
    </div>
  );
}
