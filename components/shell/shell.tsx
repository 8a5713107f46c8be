import type { ReactNode } from "react";
import { address } from "../http/address.ts";
import { cx } from "../ui/cx.ts";
import { PageLink } from "../ui/page-link.tsx";
import { Bell } from "./bell.tsx";
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
  children: ReactNode;
}

/** The frame of every page: a bar at the top; on a phone where to go stands at the bottom, as tabs. Without a person, the name alone. */
export function Shell({ person, unread, theme, version, children }: ShellProps) {
  return (
    <div
      className={cx(
        "flex min-h-dvh flex-col",
        person && "max-sm:pb-[calc(3.5rem+1px+env(safe-area-inset-bottom))] print:pb-0",
      )}
    >
      <a
        href="#main"
        className="sr-only z-50 rounded-control forced-color-adjust-none bg-accent text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:px-4 focus:py-2"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-20 border-b border-line bg-surface print:hidden">
        <div className="mx-auto flex h-12 max-w-6xl items-center gap-1 px-4 sm:px-6">
          <PageLink href="/" className="mr-auto flex h-12 items-center gap-2 text-lead font-semibold">
            <Bell className="size-5.5 text-accent" />
            Belfry
          </PageLink>
          {person && (
            <nav
              aria-label="Main"
              className="flex items-center max-sm:fixed max-sm:inset-x-0 max-sm:bottom-0 max-sm:border-t max-sm:border-line max-sm:bg-surface max-sm:pb-[env(safe-area-inset-bottom)]"
            >
              <NavLinks role={person.role} unread={unread} />
              <PersonMenuButton {...person} theme={theme} />
            </nav>
          )}
        </div>
        <ConnectionStatus />
      </header>
      {person && <LiveUpdates {...person} unread={unread} />}
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto flex w-full max-w-6xl flex-1 flex-col px-4 py-6 outline-none sm:px-6 sm:py-8"
      >
        {children}
      </main>
      <footer className="mx-auto flex w-full max-w-6xl flex-wrap items-center gap-x-4 px-4 pb-3 text-small text-meta sm:px-6">
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
  );
}
