import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

export { controlClass } from "./control-class.ts";

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
      <Icon name="circle-alert" className="mt-0.5 size-4 shrink-0" />
      <span>{children}</span>
    </p>
  );
}
