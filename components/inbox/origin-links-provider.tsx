"use client";

import { createContext, type ReactNode } from "react";
import type { Links } from "#lib/origins/links.ts";

/** The links of origins, by their names. Apart from what makes addresses of them, which comes with the first row that opens. */
export const OriginLinks = createContext<Record<string, Links>>({});

export function OriginLinksProvider({ links, children }: { links: Record<string, Links>; children: ReactNode }) {
  return <OriginLinks value={links}>{children}</OriginLinks>;
}
