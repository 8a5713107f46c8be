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
  return destinationsOf(role).map(({ href, word, icon }) => (
    <PageLink
      key={href}
      href={href}
      aria-current={path === href ? "page" : undefined}
      className={`nav-link ${tabs ? "nav-tab" : "nav-bar gap-2"}`}
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
  ));
}
