"use client";

import { useEffect, useRef, useState, type ReactNode } from "react";
import { cx } from "./cx.ts";

export interface FormProps {
  /** What is asked of the server, and why it failed when that is not about a field. */
  change: { pending: boolean; failure: string | undefined };
  /** @returns `false` when what is written was found faulty and nothing is asked */
  onSubmit: () => unknown;
  children?: ReactNode;
  /** What it is sent with, and the ways out of it. */
  buttons: ReactNode;
  className?: string;
}

/** Fields one below the other. Once what is written was refused, here or by what was asked, it leads to the first that is faulty. */
export function Form({ change: { pending, failure }, onSubmit, children, buttons, className }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [refused, setRefused] = useState(0);
  const before = useRef({ pending, refused });
  useEffect(() => {
    if ((before.current.pending && !pending) || before.current.refused !== refused)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    before.current = { pending, refused };
  }, [pending, refused]);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending && onSubmit() === false) setRefused(refused + 1);
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
