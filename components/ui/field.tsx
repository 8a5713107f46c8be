import type { ReactNode } from "react";
import { CircleAlert } from "lucide-react";

/** How text fields, text areas and selects look alike. 16 px on a phone, or the browser zooms in. */
export const controlClass =
  "touch-target w-full rounded-control border border-edge bg-surface px-3 text-base text-ink placeholder:text-meta " +
  "hover:border-soft aria-invalid:border-error focus-visible:outline-offset-0 pointer-coarse:text-lead";

export const labelClass = "text-small font-medium text-soft";

/** What is wrong with a field, if anything, and the id of the element that says so. */
export interface Fault {
  id: string;
  message: string | undefined;
}

/** What is wrong with a field, said where it is. Point the field's `aria-describedby` at the id. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className="flex items-start gap-1.5 text-small text-error">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>{children}</span>
    </p>
  );
}
