"use client";

import { useEffect, useRef, type MouseEvent } from "react";
import { buttonClass } from "../ui/button-class.ts";
import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";
import { OriginList, type OriginListProps } from "./origin-list.tsx";

/** The origins on a phone: a drawer that is open from the start, and closes when one is chosen. */
export function OriginDrawer({ onView, onClose, ...list }: OriginListProps & { onClose: () => void }) {
  const drawer = useRef<HTMLDialogElement>(null);
  const close = () => drawer.current?.close();
  useEffect(() => drawer.current?.showModal(), []);
  return (
    <dialog
      ref={drawer}
      aria-label="Origins"
      onClose={onClose}
      onClick={(event: MouseEvent) => event.target === drawer.current && close()}
      className="mr-auto ml-0 h-dvh max-h-none w-72 max-w-[85vw] border-r border-line bg-surface text-ink opacity-0 shadow-popup transition-[opacity,translate] duration-200 ease-out backdrop:bg-veil open:opacity-100 open:starting:-translate-x-8 open:starting:opacity-0"
    >
      <div className="flex min-h-full flex-col gap-2 p-3">
        <div className="flex items-center justify-between pl-3">
          <span className="font-semibold">Origins</span>
          <button
            type="button"
            aria-label="Close"
            onClick={close}
            className={cx(buttonClass("quiet", true), "min-w-11")}
          >
            <Icon name="x" className="size-4" />
          </button>
        </div>
        <OriginList
          {...list}
          onView={(change) => {
            close();
            onView(change);
          }}
        />
      </div>
    </dialog>
  );
}
