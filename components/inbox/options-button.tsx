"use client";

import { useEffect } from "react";
import { buttonClass } from "../ui/button-class.ts";
import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";
import { useOnDemand } from "../ui/use-on-demand.ts";

const load = async () => (await import("./options.tsx")).Options;

/** Opens what the keys do, and what this browser is to do besides; so does a key. */
export function OptionsButton({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }) {
  const { Part: Options, failed, fetch } = useOnDemand(load);
  useEffect(() => {
    if (open && !failed) fetch();
  });
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label="Shortcuts and notifications"
        title="Shortcuts and notifications"
        onPointerEnter={fetch}
        onFocus={fetch}
        onClick={() => {
          fetch();
          onOpen(true);
        }}
        className={cx(buttonClass("quiet"), "px-2.5 max-sm:w-11")}
      >
        <Icon name="keyboard" className="size-4.5" />
      </button>
      {open && Options && <Options onClose={() => onOpen(false)} />}
      {open && failed && (
        <p role="alert" className="w-full text-small text-error">
          The shortcuts could not be fetched. Check your connection.
        </p>
      )}
    </>
  );
}
