"use client";

import type { ReactNode } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import type { Action } from "./answer.ts";
import { useAction } from "./use-action.ts";

export interface ConfirmActionProps<I> {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What will happen, to what, and what stays. */
  children: ReactNode;
  /** The verb on the button that does it. */
  verb: string;
  action: Action<I>;
  given: I;
  /** What is said once it is done. */
  said: string;
  onDone?: () => void;
}

/** Asks before a server action that can't be taken back, or that somebody will feel. */
export function ConfirmAction<I>({
  open,
  onOpenChange,
  title,
  children,
  verb,
  action,
  given,
  said,
  onDone,
}: ConfirmActionProps<I>) {
  const { run, pending, failure, reset } = useAction(action, () => {
    toast.success(said);
    onOpenChange(false);
    onDone?.();
  });
  const change = (wanted: boolean) => {
    // Asked again, it has not failed yet.
    reset();
    onOpenChange(wanted);
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={change}
      title={title}
      verb={verb}
      onConfirm={() => run(given)}
      pending={pending}
      error={failure}
    >
      {children}
    </ConfirmDialog>
  );
}
