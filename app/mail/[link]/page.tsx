import type { Metadata } from "next";
import { MailLink } from "#components/mail/mail-link.tsx";
import { PageMessage } from "#components/shell/shell.tsx";
import { BelfryError } from "#lib/errors.ts";
import { instance, systemCtx } from "#lib/instance.ts";
import { lookAtLink } from "#lib/outlets/mail/answer-link.ts";
import { answer } from "./actions.ts";

// Whoever has the address may do what it is for.
export const metadata: Metadata = { title: "Mails from Belfry", referrer: "no-referrer", robots: "noindex" };

export default async function MailLinkPage({ params }: PageProps<"/mail/[link]">) {
  const running = instance();
  const token = decodeURIComponent((await params).link);
  try {
    const linked = await lookAtLink({ ...systemCtx(running), authSecret: running.authSecret }, token);
    return <MailLink {...linked} token={token} answer={answer} />;
  } catch (error) {
    if (!(error instanceof BelfryError)) throw error;
    return (
      <PageMessage icon="search" code="404" title="This link does nothing any more">
        {error.message}
      </PageMessage>
    );
  }
}
