"use client";

import type { ReactNode } from "react";
import { address } from "../http/address.ts";
import { buttonClass } from "../ui/button-class.ts";
import { cx } from "../ui/cx.ts";
import { Icon, type IconName } from "../ui/icon.tsx";

/**
 * A page that is only a message: not found, not allowed. Says what happened and where to go. Every page carries those it may
 * turn into, so that it is a name there with its words.
 * @see docs/decisions/0047-what-every-page-carries.md
 */
export function PageMessage({
  icon,
  code,
  title,
  children,
}: {
  icon: IconName;
  code: string;
  title: string;
  children: ReactNode;
}) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-3 pb-16 text-center">
      <Icon name={icon} className="size-8 stroke-[1.5] text-accent" />
      <p className="text-small font-medium text-meta">{code}</p>
      <h1 className="text-title font-semibold">{title}</h1>
      <div className="max-w-[52ch] text-soft">{children}</div>
      <a href={address("/")} className={cx(buttonClass("primary"), "mt-2")}>
        To the inbox
      </a>
    </div>
  );
}
