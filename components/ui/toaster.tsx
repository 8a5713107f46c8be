"use client";

import { Toaster as Sonner } from "sonner";
import { Icon } from "./icon.tsx";

const look = {
  "--normal-bg": "var(--color-surface)",
  "--normal-text": "var(--color-ink)",
  "--normal-border": "var(--color-line)",
  fontFamily: "inherit",
} as Record<string, string>;

/** Where short confirmations of what was just done appear: above the tabs on a phone, and above a bar at the foot of a page. */
export function Toaster() {
  return (
    <Sonner
      containerAriaLabel="Confirmations"
      position="bottom-right"
      offset={{ bottom: "calc(1.5rem + var(--foot))" }}
      mobileOffset={{ bottom: "calc(4.5rem + var(--foot))" }}
      style={look}
      toastOptions={{ classNames: { toast: "!text-base !shadow-popup" } }}
      icons={{
        success: <Icon name="circle-check" className="size-4 text-success" />,
        info: <Icon name="info" className="size-4 text-info" />,
        error: <Icon name="circle-x" className="size-4 text-error" />,
      }}
    />
  );
}
