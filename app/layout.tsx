import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Bell } from "#components/shell/bell.tsx";
import { KeepPresses } from "#components/shell/keep-presses.tsx";
import { Shell } from "#components/shell/shell.tsx";
import { themeCookie, themeOf } from "#components/shell/theme.ts";
import { sessionActor } from "#lib/auth/session.ts";
import { version } from "#lib/version.ts";
import { unreadOf } from "./fair-overview.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Belfry", template: "%s · Belfry" },
  description: "Messages to every running JupyterHub lab, and an inbox for everyone concerned.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#161b22" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeOf((await cookies()).get(themeCookie)?.value);
  const actor = await sessionActor();
  const unread = actor ? await unreadOf(actor) : 0;
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme} suppressHydrationWarning>
      <body>
        <KeepPresses />
        <Shell
          person={actor && { username: actor.username, role: actor.role }}
          unread={unread}
          theme={theme}
          version={version}
          mark={<Bell className="size-5.5 text-accent" />}
        >
          {children}
        </Shell>
      </body>
    </html>
  );
}
