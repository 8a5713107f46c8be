"use client";

import { useEffect, type ComponentType, type ReactNode } from "react";
import { useOnDemand } from "../ui/use-on-demand.ts";

export interface DialogButtonProps<P extends object> {
  /** Fetches the dialog, which is open from the start; always the same function. */
  load: () => Promise<ComponentType<P & { onClose: () => void }>>;
  /** What the dialog is given. */
  given: P;
  open: boolean;
  onOpen: (open: boolean) => void;
  /** The name, where the content is an icon alone. */
  label?: string;
  className: string;
  children: ReactNode;
}

/** A button that opens a dialog, which is fetched when a hand is near; something else may open it too. */
export function DialogButton<P extends object>({
  load,
  given,
  open,
  onOpen,
  label,
  className,
  children,
}: DialogButtonProps<P>) {
  const { Loaded: Dialog, failed, fetch } = useOnDemand(load);
  useEffect(() => {
    if (open && !failed) fetch();
  });
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={label}
        title={label}
        onPointerEnter={fetch}
        onFocus={fetch}
        onClick={() => {
          fetch();
          onOpen(true);
        }}
        className={className}
      >
        {children}
      </button>
      {open && Dialog && <Dialog {...given} onClose={() => onOpen(false)} />}
      {open && failed && (
        <p role="alert" className="order-last w-full text-small text-error">
          That could not be fetched. Check your connection.
        </p>
      )}
    </>
  );
}
