"use client";

import type { ReactNode } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import type { Action } from "./answer.ts";
import { useChange } from "./use-change.ts";

export interface ConfirmActionProps<I, T> {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What will happen, to what, and what stays. */
  children: ReactNode;
  /** The verb on the button that does it. */
  verb: string;
  /** What the button says that leaves all as it is. */
  wayOut?: string;
  action: Action<I, T>;
  given: I;
  /** What is said once it is done. */
  toastWords: string | ((done: T) => string);
  /** What else there is to do; the dialog stays until then. */
  onDone?: () => unknown;
}

/** Asks before a server action that can't be taken back, or that somebody will feel. */
export function ConfirmAction<I, T>({
  open,
  onOpenChange,
  action,
  given,
  toastWords,
  onDone,
  ...dialog
}: ConfirmActionProps<I, T>) {
  const { run, pending, failure, reset } = useChange(action, async (done) => {
    await onDone?.();
    onOpenChange(false);
    toast.success(typeof toastWords === "string" ? toastWords : toastWords(done));
  });
  const change = (wanted: boolean) => {
    // Asked again, it has not failed yet.
    reset();
    onOpenChange(wanted);
  };
  return (
    <ConfirmDialog
      {...dialog}
      open={open}
      onOpenChange={change}
      onConfirm={() => run(given)}
      pending={pending}
      error={failure}
    />
  );
}
