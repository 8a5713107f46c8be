"use client";

import { useEffect } from "react";
import type { ConfirmDialogProps } from "./confirm-popup.tsx";
import { useOnDemand } from "./use-on-demand.ts";

export type { ConfirmDialogProps } from "./confirm-popup.tsx";

const load = async () => (await import("./confirm-popup.tsx")).ConfirmPopup;

/** Asks before something that can't be taken back. What draws it is fetched when it first opens. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open } = props;
  const { Loaded: Popup, failed, fetch } = useOnDemand(load);
  useEffect(() => {
    if (open && !failed) fetch();
  });
  if (Popup) return <Popup {...props} />;
  return (
    open &&
    failed && (
      <p role="alert" className="w-full text-small text-error">
        That could not be fetched. Check your connection.
      </p>
    )
  );
}
