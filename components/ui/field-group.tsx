import type { ReactNode } from "react";
import { FieldError, labelClass, type Fault } from "./field.tsx";

export interface FieldGroupProps {
  label: string;
  /** Where the controls point at it with `aria-labelledby`; without one they are named themselves. */
  labelId?: string;
  fault?: Fault;
  children: ReactNode;
}

/** Controls under one label, with what is wrong with them below. */
export function FieldGroup({ label, labelId, fault, children }: FieldGroupProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <span id={labelId} aria-hidden={labelId === undefined || undefined} className={labelClass}>
        {label}
      </span>
      {children}
      {fault?.message !== undefined && <FieldError id={fault.id}>{fault.message}</FieldError>}
    </div>
  );
}
