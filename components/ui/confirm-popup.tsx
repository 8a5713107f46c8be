"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { ReactNode } from "react";
import { buttonClass } from "./button-class.ts";
import { Button } from "./button.tsx";
import { cx } from "./cx.ts";
import { backdropClass, dialogClass } from "./dialog-class.ts";

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What will happen, to what, and what stays. */
  children: ReactNode;
  /** The verb on the button that does it. */
  verb: string;
  /** What the button says that leaves all as it is. */
  wayOut?: string;
  onConfirm: () => void;
  pending: boolean;
  error?: string | undefined;
}

/** Asks before something that can't be taken back. Stays open until it is done, and says why if it failed. */
export function ConfirmPopup({
  open,
  onOpenChange,
  title,
  children,
  verb,
  wayOut = "Cancel",
  onConfirm,
  pending,
  error,
}: ConfirmDialogProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={backdropClass} />
        <AlertDialog.Popup className={cx(dialogClass, "w-[26rem]")}>
          <AlertDialog.Title className="text-lead font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description className="text-soft">{children}</AlertDialog.Description>
          {error !== undefined && (
            <p role="alert" className="text-error">
              {error}
            </p>
          )}
          <div className="mt-2 flex justify-end gap-2">
            <AlertDialog.Close className={buttonClass("secondary")}>{wayOut}</AlertDialog.Close>
            <Button look="danger" onClick={onConfirm} pending={pending}>
              {verb}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
