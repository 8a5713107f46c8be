import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { Bell } from "#components/shell/bell.tsx";
import { errorWords } from "#components/sign-in/error-words.ts";
import { SignInForm } from "#components/sign-in/sign-in-form.tsx";
import { ProviderLinks } from "#components/sign-in/provider-links.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { localPath } from "#lib/auth/local-path.ts";
import { openRefusal } from "#lib/auth/refusal.ts";
import { sessionActor } from "#lib/auth/session.ts";
import { offeredProviders } from "#lib/auth/offered-providers.ts";
import { isFromElsewhere } from "#lib/http/same-origin.ts";
import { instance, systemCtx } from "#lib/instance.ts";
import { hasLocal } from "#lib/people/has-local.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const running = instance();
  const { from, error, refused } = await searchParams;
  const path = localPath(from);
  const refusal = typeof refused === "string" ? await openRefusal(running.authSecret, refused) : undefined;
  const failure = errorWords(typeof error === "string" ? error : undefined);
  // Somebody signed in who tried another account is told why it did not work.
  if (!refusal && (await sessionActor())) redirect(path);
  const providers = offeredProviders(running.env);
  const local = providers.length === 0 || (await hasLocal(systemCtx(running)));
  const [only, ...others] = providers;
  // Nothing to choose for who wants a page of ours. Who has just left, was refused, or is led here by another site comes in by a click.
  const alone = others.length === 0 && !local && from !== undefined && failure === undefined && !refusal;
  if (only && alone && !isFromElsewhere({ headers: await headers() }))
    redirect(`/sign-in/${only.id}?from=${encodeURIComponent(path)}`);
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-4 pb-16">
      {refusal && (
        <div className="w-full max-w-88">
          <Notice tone="error" title={refusal.title} alert>
            {refusal.detail}
          </Notice>
        </div>
      )}
      {failure !== undefined && !local && (
        <div className="w-full max-w-88">
          <Notice tone="error" title={failure} alert />
        </div>
      )}
      <div className="w-full max-w-88 rounded-card border border-line bg-surface p-6 shadow-raised sm:p-8">
        <Bell className="size-8 text-accent" />
        <h1 className="mt-3 mb-5 text-title font-semibold">Sign in</h1>
        {providers.length > 0 && <ProviderLinks providers={providers} from={path} />}
        {providers.length > 0 && local && (
          <p className="my-5 flex items-center gap-3 text-small text-meta before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            or with a password
          </p>
        )}
        {local && <SignInForm from={path} failed={failure} focused={providers.length === 0} />}
      </div>
    </div>
  );
}
