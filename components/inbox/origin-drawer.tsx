"use client";

import { useRef, type MouseEvent } from "react";
import { buttonClass } from "../ui/button-class.ts";
import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";
import { OriginList, type OriginListProps } from "./origin-list.tsx";

/** The origins on a phone: a button that says which are shown, and a drawer to choose others. */
export function OriginDrawer({ className, onView, ...list }: OriginListProps & { className: string }) {
  const drawer = useRef<HTMLDialogElement>(null);
  const close = () => drawer.current?.close();
  const closeOutside = (event: MouseEvent) => event.target === drawer.current && close();
  return (
    <>
      <button type="button" aria-haspopup="dialog" onClick={() => drawer.current?.showModal()} className={cx(buttonClass("secondary"), className)}>
        <span className="mr-auto min-w-0 truncate">
          <span className="sr-only">Origin: </span>
          {list.view.origin ?? "All"}
        </span>
        <Icon name="chevron-down" className="size-4 shrink-0 text-meta" />
      </button>
      <dialog
        ref={drawer}
        aria-label="Origins"
        onClick={closeOutside}
        className="mr-auto ml-0 h-dvh max-h-none w-72 max-w-[85vw] border-r border-line bg-surface text-ink opacity-0 shadow-popup transition-[opacity,translate] duration-200 ease-out backdrop:bg-veil open:opacity-100 open:starting:-translate-x-8 open:starting:opacity-0"
      >
        <div className="flex min-h-full flex-col gap-2 p-3">
          <div className="flex items-center justify-between pl-3">
            <span className="font-semibold">Origins</span>
            <button type="button" aria-label="Close" onClick={close} className={cx(buttonClass("quiet", true), "min-w-11")}>
              <Icon name="x" className="size-4" />
            </button>
          </div>
          <OriginList
            {...list}
            onView={(part) => {
              close();
              onView(part);
            }}
          />
        </div>
      </dialog>
    </>
  );
}
