"use client";

import Link from "next/link";
import { useEffect, useRef, type MouseEvent } from "react";
import { buttonClass } from "../ui/button-class.ts";
import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";
import { Switch } from "../ui/switch.tsx";
import { useStore } from "../ui/use-store.ts";
import { DesktopSwitch } from "./desktop-switch.tsx";
import { shortcutsOff } from "./shortcuts.ts";

const shortcutWords = [
  ["j", "Next"],
  ["k", "Previous"],
  ["Enter", "Open or close"],
  ["x", "Choose, or no longer"],
  ["Shift ↓", "Choose the next too; Shift ↑ the one before"],
  ["Long press", "Choose, with a finger"],
  ["Esc", "Choose nothing"],
  ["e", "Clear it, or what is chosen"],
  ["r", "Mark read, or unread again"],
  ["u", "Undo the last thing"],
  ["/", "Search"],
  ["?", "This help"],
] as const;

/** What the keys do, and what this browser is to do besides: a dialog that is open from the start. */
export function Options({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => dialog.current?.close();
  useEffect(() => dialog.current?.showModal(), []);
  const keysOff = useStore(shortcutsOff) ?? false;
  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      aria-labelledby="options-title"
      onClick={(event: MouseEvent) => event.target === dialog.current && close()}
      className="m-auto w-96 max-w-[calc(100vw-2rem)] rounded-card border border-line bg-surface text-ink opacity-0 shadow-popup transition-opacity duration-150 backdrop:bg-veil open:opacity-100 open:starting:opacity-0"
    >
      <div className="flex flex-col gap-4 p-5">
        <div className="flex items-center justify-between">
          <h2 id="options-title" className="text-lead font-semibold">
            Shortcuts and notifications
          </h2>
          <button
            type="button"
            aria-label="Close"
            onClick={close}
            className={cx(buttonClass("quiet", true), "-mr-2 max-sm:min-w-11")}
          >
            <Icon name="x" className="size-4" />
          </button>
        </div>
        <dl className={cx("grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1.5", keysOff && "text-meta")}>
          {shortcutWords.map(([key, words]) => (
            <div key={key} className="contents">
              <dt>
                <kbd className="inline-flex h-6 min-w-6 items-center justify-center rounded-[0.25rem] border border-line bg-sunken px-1.5 font-mono text-small">
                  {key}
                </kbd>
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
        <div className="flex flex-col gap-3 border-t border-line pt-4">
          <Switch
            label="Single-key shortcuts"
            checked={!keysOff}
            onChange={(on) => shortcutsOff.set(on ? undefined : true)}
          />
          <DesktopSwitch />
          <Link
            href="/settings/outlets"
            prefetch={false}
            className="touch-target self-start font-medium underline underline-offset-2"
          >
            What goes where: chats, mail, your labs
          </Link>
        </div>
      </div>
    </dialog>
  );
}
