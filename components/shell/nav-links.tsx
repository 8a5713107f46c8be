"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { unreadIn } from "../inbox/inbox.ts";
import { inboxQuery } from "../inbox/queries.ts";
import { Icon } from "../ui/icon.tsx";
import { PageLink } from "../ui/page-link.tsx";
import { destinationsOf, type ShellPerson } from "./destinations.ts";

/**
 * Where a person can go.
 * @param unread how many notifications, as the server counted, until the browser knows
 */
export function NavLinks({ role, unread: before }: Pick<ShellPerson, "role"> & { unread: number }) {
  const path = usePathname();
  const { data: inbox } = useQuery(inboxQuery);
  const unread = inbox ? unreadIn(inbox) : before;
  return destinationsOf(role).map(({ href, word, icon }) => (
    <PageLink key={href} href={href} aria-current={path === href ? "page" : undefined} className="nav-link">
      <Icon name={icon} className="size-5 shrink-0 sm:size-4" />
      {word}
      {href === "/" && unread > 0 && (
        <span className="nav-count inverted">
          {unread > 999 ? "999+" : unread}
          <span className="sr-only"> unread</span>
        </span>
      )}
    </PageLink>
  ));
}
