"use client";

import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useEffect } from "react";
import { unreadIn } from "../inbox/inbox.ts";
import { inboxQuery } from "../inbox/queries.ts";
import { showCountInTab } from "../inbox/show-count-in-tab.ts";
import { Icon } from "../ui/icon.tsx";
import { PageLink } from "../ui/page-link.tsx";
import { destinationsOf, type ShellPerson } from "./destinations.ts";

/**
 * Where a person can go, with how many notifications they have not read: here, and in the browser’s tab.
 * @param unread how many, as the server counted, until the browser knows
 */
export function NavLinks({ role, unread: before }: Pick<ShellPerson, "role"> & { unread: number }) {
  const path = usePathname();
  const { data: inbox } = useQuery(inboxQuery);
  const unread = inbox ? unreadIn(inbox) : before;
  useEffect(() => showCountInTab(unread), [unread]);
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
