import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { providerWords } from "#components/admin/provider-words.ts";
import { TokenList } from "#components/settings/token-list.tsx";
import { listedToken } from "#components/settings/token.ts";
import { BackLink } from "#components/ui/back-link.tsx";
import { Card } from "#components/ui/card.tsx";
import { NowProvider } from "#components/ui/now.tsx";
import { signedInAdmin } from "#lib/auth/session.ts";
import { getAccount } from "#lib/people/get-account.ts";
import { listTokensOf } from "#lib/tokens/list-of.ts";
import { revokeTokenOf } from "../actions.ts";

type Props = PageProps<"/admin/people/[id]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { account } = await findAccount((await params).id);
  return { title: `API tokens of ${account.username}` };
}

export default async function PersonPage({ params }: Props) {
  const { ctx, account } = await findAccount((await params).id);
  const { username, provider, role } = account;
  const tokens = await listTokensOf(ctx, { username });
  return (
    <NowProvider renderedAt={ctx.now().getTime()}>
      <div className="flex flex-col gap-1">
        <BackLink href="/admin/people">People</BackLink>
        <h1 className="text-title font-semibold break-words">{username}</h1>
        <p className="text-small text-meta">
          {role === "admin" ? "Admin" : "Member"} · signs in with {providerWords(provider)}
        </p>
      </div>
      <Card title="API tokens" titleId="tokens">
        <p className="px-4 pt-1 pb-3 text-soft sm:px-5">
          Programs act as {username} with these. Revoking one is written in the audit log.
        </p>
        <TokenList
          tokens={tokens.map((token) => listedToken(token, ctx.now()))}
          revoke={revokeTokenOf.bind(null, username)}
          none={`${username} has no tokens`}
        />
      </Card>
    </NowProvider>
  );
}

/** Asked for once a request, by the title and the page. */
const findAccount = cache(async (id: string) => {
  const ctx = await signedInAdmin(`/admin/people/${id}`);
  const account = /^\d{1,15}$/.test(id) ? await getAccount(ctx, { personId: Number(id) }) : undefined;
  if (!account) notFound();
  return { ctx, account };
});
