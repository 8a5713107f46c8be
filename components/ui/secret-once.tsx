"use client";

import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Copyable } from "./copyable.tsx";
import { Icon } from "./icon.tsx";

/** A secret that was just made and is never shown again. Stays until its reader says that they have it. */
export function SecretOnce({
  title,
  secret,
  children,
  onDone,
}: {
  title: string;
  secret: string;
  children: ReactNode;
  onDone: () => void;
}) {
  return (
    <div className="flex flex-col gap-3 rounded-card border border-success/30 bg-success/8 px-4 py-3">
      <div className="flex items-start gap-3">
        <Icon name="key-round" className="mt-0.5 size-4.5 shrink-0 text-success" />
        <div className="flex min-w-0 flex-1 flex-col gap-1">
          <p role="alert" className="font-medium break-words">
            {title}
          </p>
          <p className="text-soft">{children}</p>
        </div>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Copyable text={secret} />
        <Button small onClick={onDone} className="ml-auto">
          Done
        </Button>
      </div>
    </div>
  );
}
