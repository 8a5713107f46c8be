"use client";

import { Button as BaseButton } from "@base-ui/react/button";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { buttonClass, type ButtonLook } from "./button-class.ts";
import { Spinner } from "./spinner.tsx";

export interface ButtonProps {
  children: ReactNode;
  onClick?: () => void;
  look?: ButtonLook;
  small?: boolean;
  type?: "button" | "submit";
  disabled?: boolean;
  /** Shows a spinner and takes no press until the work is done; keeps the focus. */
  pending?: boolean;
  /** The name, where the content is an icon alone. */
  label?: string;
  describedBy?: string | undefined;
  className?: string;
}

/** A button. While it is off it can still be focused, so that what describes it can be heard. */
export function Button({ children, onClick, look, small, type = "button", disabled, pending, label, describedBy, className }: ButtonProps) {
  return (
    <BaseButton
      type={type}
      onClick={onClick}
      disabled={disabled === true || pending === true}
      focusableWhenDisabled
      aria-busy={pending}
      aria-label={label}
      aria-describedby={describedBy}
      className={cx(buttonClass(look, small), className)}
    >
      {pending && <Spinner />}
      {children}
    </BaseButton>
  );
}
