"use client";

import type { ReactNode } from "react";
import { address } from "../http/address.ts";
import { QueryProvider } from "../http/query-provider.tsx";
import { PageLink } from "../ui/page-link.tsx";
import { ToasterOnDemand } from "../ui/toaster-on-demand.tsx";
import { Begin } from "./begin.tsx";
import { ConnectionStatus } from "./connection-status.tsx";
import type { ShellPerson } from "./destinations.ts";
import { LiveUpdates } from "./live-updates.tsx";
import { NavLinks } from "./nav-links.tsx";
import { PersonMenuButton } from "./person-menu-button.tsx";
import type { Theme } from "./theme.ts";

export interface ShellProps {
  person: ShellPerson | undefined;
  /** How many notifications they have not read, but for muted ones. */
  unread: number;
  theme: Theme;
  /** Of the application. */
  version: string;
  /** Belfry’s own, whose shape no script needs to hold. */
  mark: ReactNode;
  children: ReactNode;
}

// What a page may turn into comes with the frame, which every page has: by itself it would be one file more for each.
export { PageMessage } from "./page-message.tsx";

/**
 * The frame of every page: a bar at the top; on a phone where to go stands at the bottom, as tabs. Without a person, the name alone.
 * Drawn by the browser's part alone, so that the server need not tell it element by element.
 * @see docs/decisions/0047-what-every-page-carries.md
 */
export function Shell({ person, unread, theme, version, mark, children }: ShellProps) {
  return (
    <>
      <QueryProvider>
        <div className="page-frame">
          <a href="#main" className="skip-link">
            Skip to content
          </a>
          <header className="sticky top-0 z-20 border-b border-line bg-surface print:hidden">
            <div className="page-wide h-12 items-center gap-1">
              <PageLink href="/" className="mr-auto flex h-12 items-center gap-2 text-lead font-semibold">
                {mark}
                Belfry
              </PageLink>
              {person && (
                <nav aria-label="Main" className="nav-places">
                  <NavLinks role={person.role} unread={unread} />
                  <PersonMenuButton {...person} theme={theme} />
                </nav>
              )}
            </div>
            <ConnectionStatus />
          </header>
          {person && <LiveUpdates {...person} />}
          <main id="main" tabIndex={-1} className="page-wide flex-1 flex-col py-6 outline-none sm:py-8">
            {children}
          </main>
          <footer className="page-wide flex-wrap items-center gap-x-4 pb-3 text-small text-meta">
            <span>Belfry {version}</span>
            {/* Its pages are whole ones, with none of the scripts of these. */}
            <a
              href={address("/docs")}
              className="touch-target content-center underline-offset-2 hover:text-ink hover:underline"
            >
              Documentation
            </a>
          </footer>
        </div>
        <ToasterOnDemand />
      </QueryProvider>
      <Begin />
    </>
  );
}
