import type { Metadata } from "next";
import Link from "next/link";
import { cookies } from "next/headers";
import { Suspense } from "react";
import { providerWords } from "#components/admin/provider-words.ts";
import { ChangePassword } from "#components/settings/change-password.tsx";
import { DesktopField } from "#components/settings/desktop-field.tsx";
import { FeedCard } from "#components/settings/feed-card.tsx";
import { MutedOrigins } from "#components/settings/muted-origins.tsx";
import { ThemeField } from "#components/settings/theme-field.tsx";
import { TokenCard } from "#components/settings/token-card.tsx";
import { listedToken } from "#components/settings/token.ts";
import { themeCookie, themeOf } from "#components/shell/theme.ts";
import { Card } from "#components/ui/card.tsx";
import { ListBoundary } from "#components/ui/list-boundary.tsx";
import { ListLoading } from "#components/ui/list-loading.tsx";
import { NowProvider } from "#components/ui/now.tsx";
import { signedIn } from "#lib/auth/session.ts";
import { listFeeds } from "#lib/notices/feeds/list.ts";
import { listMyOrigins } from "#lib/origins/list-mine.ts";
import { listOrigins } from "#lib/origins/list.ts";
import { listTokens } from "#lib/tokens/list.ts";
import { changePassword, makeFeed, makeToken, revokeFeed, revokeToken, setMuted } from "./actions.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { actor, now } = await signedIn("/settings");
  const theme = themeOf((await cookies()).get(themeCookie)?.value);
  return (
    <NowProvider renderedAt={now().getTime()}>
      <div className="mx-auto flex w-full max-w-4xl flex-col gap-5">
        <h1 className="text-title font-semibold">Settings</h1>
        <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <div className="flex min-w-0 flex-col gap-5">
            <ListBoundary what="tokens and origins">
              {/* On a phone what stands below them stays below. */}
              <Suspense
                fallback={
                  <div className="max-lg:min-h-dvh">
                    <ListLoading what="tokens and origins" />
                  </div>
                }
              >
                <Lists />
              </Suspense>
            </ListBoundary>
          </div>
          <div className="flex min-w-0 flex-col gap-5">
            {actor.provider === "local" ? (
              <ChangePassword username={actor.username} changePassword={changePassword} />
            ) : (
              <Card title="Password" titleId="password">
                <p className="px-4 pt-1 pb-4 text-soft sm:px-5">
                  You sign in with {providerWords(actor.provider)}, which keeps your password.
                </p>
              </Card>
            )}
            <Card title="Outlets" titleId="outlets">
              <p className="px-4 pt-1 pb-4 text-soft sm:px-5">
                What reaches your inbox can go to a chat, by mail, to this browser, your labs or a program as well, of
                each origin what you choose.{" "}
                <Link href="/settings/outlets" className="font-medium text-ink underline underline-offset-2">
                  Where it reaches you
                </Link>
              </p>
            </Card>
            <DesktopField />
            <ThemeField given={theme} />
          </div>
        </div>
      </div>
    </NowProvider>
  );
}

async function Lists() {
  const ctx = await signedIn("/settings");
  const admin = ctx.actor.role === "admin";
  const [tokens, feeds, mine, registered] = await Promise.all([
    listTokens(ctx),
    listFeeds(ctx),
    listMyOrigins(ctx),
    admin ? listOrigins(ctx) : [],
  ]);
  const publishable = admin
    ? registered.map(({ origin }) => origin)
    : mine.filter(({ member }) => member).map(({ origin }) => origin);
  return (
    <>
      <TokenCard
        admin={admin}
        origins={publishable}
        make={makeToken}
        revoke={revokeToken}
        tokens={tokens.map((token) => listedToken(token, ctx.now()))}
      />
      <FeedCard
        make={makeFeed}
        revoke={revokeFeed}
        feeds={feeds.map(({ id, name, createdAt, lastReadAt }) => ({
          id,
          name,
          createdISO: createdAt.toISOString(),
          lastReadISO: lastReadAt?.toISOString(),
        }))}
      />
      <MutedOrigins origins={mine} setMuted={setMuted} />
    </>
  );
}
