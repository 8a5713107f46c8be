"use client";

import { Dialog } from "@base-ui/react/dialog";
import type { ReactNode } from "react";
import { buttonClass } from "./button-class.ts";
import { Button } from "./button.tsx";
import { cx } from "./cx.ts";
import { backdropClass, dialogClass } from "./dialog-class.ts";
import { Form, type FormProps } from "./form.tsx";

export interface FormDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What it is for, or what will happen. */
  description?: ReactNode;
  /** A {@link DialogForm}. It is made anew each time the dialog opens, and so is its state. */
  children: ReactNode;
}

/** A few fields on top of the page. */
export function FormDialog({ open, onOpenChange, title, description, children }: FormDialogProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Popup
          className={cx(dialogClass, "max-h-[calc(100dvh-2rem)] w-[28rem] overflow-y-auto overscroll-contain")}
        >
          <Dialog.Title className="text-lead font-semibold">{title}</Dialog.Title>
          {description !== undefined && <Dialog.Description className="text-soft">{description}</Dialog.Description>}
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

export interface DialogFormProps extends Omit<FormProps, "buttons" | "className"> {
  /** The verb on the button that does it. */
  verb: string;
}

/** The fields of a {@link FormDialog}, and the ways out of it. */
export function DialogForm({ verb, ...form }: DialogFormProps) {
  return (
    <Form
      {...form}
      buttons={
        <div className="flex justify-end gap-2">
          <Dialog.Close className={buttonClass("secondary")}>Cancel</Dialog.Close>
          <Button type="submit" look="primary" pending={form.change.pending}>
            {verb}
          </Button>
        </div>
      }
    />
  );
}
