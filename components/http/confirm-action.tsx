"use client";

import { toast } from "../ui/toast.ts";
import { ConfirmDialog, type ConfirmDialogProps } from "../ui/confirm-dialog.tsx";
import type { Action } from "./answer.ts";
import { useChange } from "./use-change.ts";

export interface ConfirmActionProps<I, T> extends Omit<ConfirmDialogProps, "onConfirm" | "pending" | "error"> {
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
    toast("success", typeof toastWords === "string" ? toastWords : toastWords(done));
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
