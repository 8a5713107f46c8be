"use client";

import { usePathname } from "next/navigation";
import { useUnread } from "../inbox/use-unread.ts";
import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";
import { PageLink } from "../ui/page-link.tsx";
import { destinationsOf, type ShellPerson } from "./destinations.ts";

/**
 * Where a person can go, in the top bar, or as tabs at the bottom of a phone.
 * @param unread how many notifications, as the server counted
 */
export function NavLinks({
  role,
  unread: before,
  tabs,
}: Pick<ShellPerson, "role"> & { unread: number; tabs?: boolean }) {
  const path = usePathname();
  const unread = useUnread(before);
  return destinationsOf(role).map(({ href, word, icon }) => {
    const here = path === href;
    return (
      <PageLink
        key={href}
        href={href}
        aria-current={here ? "page" : undefined}
        className={cx(
          "relative flex items-center transition-colors duration-150",
          here ? "font-medium text-ink after:absolute after:h-0.5 after:bg-accent" : "text-soft hover:text-ink",
          tabs
            ? "min-h-14 flex-1 flex-col justify-center gap-0.5 text-small after:inset-x-6 after:top-0"
            : "h-12 gap-2 px-3 after:inset-x-3 after:bottom-0",
        )}
      >
        <Icon name={icon} className={cx("shrink-0", tabs ? "size-5" : "size-4")} />
        {word}
        {href === "/" && unread > 0 && (
          <span
            className={cx(
              "flex h-4.5 min-w-4.5 items-center justify-center inverted rounded-full px-1.25 text-[0.6875rem] font-semibold",
              tabs && "absolute top-1.5 left-1/2 ml-1.5",
            )}
          >
            {unread > 999 ? "999+" : unread}
            <span className="sr-only"> unread</span>
          </span>
        )}
      </PageLink>
    );
  });
}
