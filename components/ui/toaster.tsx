"use client";

import { CircleCheck, CircleX } from "lucide-react";
import { Toaster as Sonner } from "sonner";

const look = {
  "--normal-bg": "var(--color-surface)",
  "--normal-text": "var(--color-ink)",
  "--normal-border": "var(--color-line)",
  fontFamily: "inherit",
} as Record<string, string>;

/** Where short confirmations of what was just done appear. Above the tabs on a phone. */
export function Toaster() {
  return (
    <Sonner
      containerAriaLabel="Confirmations"
      position="bottom-right"
      mobileOffset={{ bottom: "4.5rem" }}
      style={look}
      toastOptions={{ classNames: { toast: "!text-base !shadow-popup" } }}
      icons={{
        success: <CircleCheck aria-hidden className="size-4 text-success" />,
        error: <CircleX aria-hidden className="size-4 text-error" />,
      }}
    />
  );
}
