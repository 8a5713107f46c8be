"use client";

import { useContext } from "react";
import type { Notification } from "#lib/inbox/schema.ts";
import { linkOfTemplate } from "#lib/origins/links.ts";
import { OriginLinks } from "./origin-links-provider.tsx";

/**
 * Where a row leads by the links of its origin: of each the address for the newest notification that says enough for it.
 * @param all newest first
 */
export function useOriginLinks(all: readonly Notification[]): { name: string; href: string }[] {
  const links = useContext(OriginLinks);
  const [newest] = all;
  const own = newest && Object.hasOwn(links, newest.origin) ? links[newest.origin] : undefined;
  return Object.entries(own ?? {}).flatMap(([name, template]) => {
    const href = all.map((item) => linkOfTemplate(template, item)).find((found) => found !== undefined);
    return href === undefined ? [] : { name, href };
  });
}
