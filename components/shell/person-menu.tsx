"use client";

import { Menu } from "@base-ui/react/menu";
import Link from "next/link";
import { useRef } from "react";
import { address } from "../http/address.ts";
import { useChange } from "../http/use-change.ts";
import { signOut } from "../sign-in/session.ts";
import { Icon } from "../ui/icon.tsx";
import { PersonMenuFace, type PersonMenuProps } from "./person-menu-face.tsx";
import { applyTheme, themes, type Theme } from "./theme.ts";
import { useTheme } from "./use-theme.ts";

const itemClass =
  "touch-target flex cursor-pointer items-center gap-2 rounded-control px-3 py-1.5 outline-none select-none data-highlighted:bg-hover data-highlighted:forced-chosen data-disabled:opacity-55";
const themeWords: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };

/** What an admin looks after now and then, so it stands in the menu. */
const adminPages = [
  { href: "/admin/origins", word: "Origins" },
  { href: "/admin/people", word: "People" },
  { href: "/admin/audit", word: "Audit log" },
  { href: "/admin/setup", word: "Set-up" },
] as const;

/** What is a person's own: settings, theme, the way out; and what an admin looks after. Opens as soon as it is drawn. */
export function PersonMenu({ username, role, theme: given }: PersonMenuProps) {
  const theme = useTheme(given);
  const leaving = useChange(signOut, () => {
    // A whole new page: nothing of this person stays in memory.
    window.location.assign(address("/sign-in"));
    return new Promise(() => undefined);
  });
  // The menu opens inside the navigation it belongs to, not at the end of the page.
  const place = useRef<HTMLDivElement>(null);

  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger className="nav-link min-w-0">
        <PersonMenuFace username={username} />
      </Menu.Trigger>
      <Menu.Portal container={place}>
        <Menu.Positioner align="end" sideOffset={4} collisionPadding={8} className="z-30">
          <Menu.Popup className="min-w-52 rounded-card border border-line bg-surface p-1 shadow-popup transition-opacity duration-150 outline-none data-ending-style:opacity-0 data-starting-style:opacity-0">
            <p className="truncate px-3 py-1.5 text-small text-meta">
              Signed in as <span className="font-medium text-ink">{username}</span>
            </p>
            <Menu.LinkItem className={itemClass} closeOnClick render={<Link href="/settings" prefetch={false} />}>
              Settings
            </Menu.LinkItem>
            {role === "admin" &&
              adminPages.map(({ href, word }) => (
                <Menu.LinkItem
                  key={href}
                  className={itemClass}
                  closeOnClick
                  render={<Link href={href} prefetch={false} />}
                >
                  {word}
                </Menu.LinkItem>
              ))}
            <Menu.LinkItem className={itemClass} href={address("/docs")}>
              Documentation
            </Menu.LinkItem>
            <Menu.Separator className="my-1 h-px bg-line" />
            <Menu.RadioGroup value={theme} onValueChange={applyTheme}>
              <Menu.Group>
                <Menu.GroupLabel className="px-3 py-1.5 text-small text-meta">Theme</Menu.GroupLabel>
                {themes.map((choice) => (
                  <Menu.RadioItem key={choice} value={choice} closeOnClick={false} className={itemClass}>
                    <span className="size-4">
                      <Menu.RadioItemIndicator>
                        <Icon name="check" className="size-4 text-accent" />
                      </Menu.RadioItemIndicator>
                    </span>
                    {themeWords[choice]}
                  </Menu.RadioItem>
                ))}
              </Menu.Group>
            </Menu.RadioGroup>
            <Menu.Separator className="my-1 h-px bg-line" />
            <Menu.Item
              className={itemClass}
              closeOnClick={false}
              disabled={leaving.pending}
              onClick={() => leaving.run(undefined)}
            >
              {leaving.pending ? "Signing out…" : "Sign out"}
            </Menu.Item>
            {leaving.failure !== undefined && (
              <p role="alert" className="max-w-60 px-3 py-1.5 text-small text-error">
                {leaving.failure}
              </p>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
      <div ref={place} />
    </Menu.Root>
  );
}
