"use client";

import { useState, type ReactNode } from "react";
import { Button, type ButtonProps } from "./button.tsx";
import { FormDialog, type FormDialogProps } from "./form-dialog.tsx";
import { Icon, type IconName } from "./icon.tsx";

export interface FormDialogButtonProps
  extends Pick<FormDialogProps, "title" | "description">, Pick<ButtonProps, "look" | "small"> {
  icon: IconName;
  /** What the button says. */
  word: string;
  /** The form, which is told how to close the dialog. */
  children: (close: () => void) => ReactNode;
}

/** A button that leads to a few fields. */
export function FormDialogButton({ icon, word, look, small, children, ...dialog }: FormDialogButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button {...(look && { look })} {...(small && { small })} onClick={() => setOpen(true)}>
        <Icon name={icon} className="size-4" />
        {word}
      </Button>
      <FormDialog {...dialog} open={open} onOpenChange={setOpen}>
        {children(() => setOpen(false))}
      </FormDialog>
    </>
  );
}
