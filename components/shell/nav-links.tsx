"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "../ui/cx.ts";
import { destinationsOf, type ShellPerson } from "./destinations.ts";

/** Where a person can go, in the top bar, or as tabs at the bottom of a phone. */
export function NavLinks({ person, tabs }: { person: ShellPerson; tabs?: boolean }) {
  const path = usePathname();
  return destinationsOf(person).map(({ href, word, icon: Icon }) => {
    const here = path === href;
    return (
      <Link
        key={href}
        href={href}
        aria-current={here ? "page" : undefined}
        className={cx(
          "relative flex items-center transition-colors duration-150",
          here ? "font-medium text-ink after:absolute after:h-0.5 after:bg-accent" : "text-soft hover:text-ink",
          tabs ? "min-h-14 flex-1 flex-col justify-center gap-0.5 text-small after:inset-x-6 after:top-0" : "h-12 gap-2 px-3 after:inset-x-3 after:bottom-0",
        )}
      >
        <Icon aria-hidden className={cx("shrink-0", tabs ? "size-5" : "size-4")} />
        {word}
      </Link>
    );
  });
}
