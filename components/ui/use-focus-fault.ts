"use client";

import { useEffect, useRef, type RefObject } from "react";

/**
 * Leads to the first field that was found faulty, once what was asked of the server has come to an end.
 * @returns where the form is
 */
export function useFocusFault(pending: boolean): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  const before = useRef(pending);
  useEffect(() => {
    if (before.current && !pending) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    before.current = pending;
  }, [pending]);
  return form;
}
