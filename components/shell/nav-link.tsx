"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "../ui/cx.ts";
import type { Destination } from "./destinations.ts";

/** A destination in the top bar, or as a tab at the bottom of a phone. */
export function NavLink({ href, word, icon: Icon, tab }: Destination & { tab?: boolean }) {
  const here = usePathname() === href;
  return (
    <Link
      href={href}
      aria-current={here ? "page" : undefined}
      className={cx(
        "relative flex items-center transition-colors duration-150",
        here ? "font-medium text-ink" : "text-soft hover:text-ink",
        tab ? "min-h-14 flex-1 flex-col justify-center gap-0.5 text-small" : "h-12 gap-2 px-3",
        here && "after:absolute after:bg-accent",
        tab ? "after:inset-x-4 after:top-0 after:h-0.5" : "after:inset-x-3 after:bottom-0 after:h-0.5",
      )}
    >
      <Icon aria-hidden className={cx("shrink-0", tab ? "size-5" : "size-4")} />
      {word}
    </Link>
  );
}
