"use client";

import type { MouseEvent, ReactNode } from "react";
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
  /** What it does in more words, on hover. */
  title?: string;
  describedBy?: string | undefined;
  className?: string;
}

/** A button. While it is off it can still be focused, so that what describes it can be heard. */
export function Button({
  children,
  onClick,
  look,
  small,
  type = "button",
  disabled,
  pending,
  label,
  title,
  describedBy,
  className,
}: ButtonProps) {
  const off = disabled === true || pending === true;
  const press = (event: MouseEvent) => {
    // Also what Enter in a form's field would send.
    if (off) event.preventDefault();
    else onClick?.();
  };
  return (
    <button
      type={type}
      onClick={press}
      aria-disabled={off || undefined}
      data-disabled={off ? "" : undefined}
      aria-busy={pending}
      aria-label={label}
      title={title}
      aria-describedby={describedBy}
      className={cx(buttonClass(look, small), className)}
    >
      {pending && <Spinner />}
      {children}
    </button>
  );
}
