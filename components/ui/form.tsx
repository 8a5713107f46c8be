"use client";

import { useEffect, useRef, type ReactNode } from "react";
import { cx } from "./cx.ts";

export interface FormProps {
  /** What is asked of the server, and why it failed when that is not about a field. */
  change: { pending: boolean; failure: string | undefined };
  onSubmit: () => void;
  children?: ReactNode;
  /** What it is sent with, and the ways out of it. */
  buttons: ReactNode;
  className?: string;
}

/** Fields one below the other. Once what was asked has come to an end, it leads to the first that was found faulty. */
export function Form({ change: { pending, failure }, onSubmit, children, buttons, className }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const before = useRef(pending);
  useEffect(() => {
    if (before.current && !pending) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    before.current = pending;
  }, [pending]);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending) onSubmit();
      }}
      className={cx("flex flex-col gap-4", className)}
    >
      {children}
      {failure !== undefined && (
        <p role="alert" className="text-error">
          {failure}
        </p>
      )}
      {buttons}
    </form>
  );
}
