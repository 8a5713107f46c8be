import type { Metadata } from "next";
import { Suspense } from "react";
import { OutletCard } from "#components/settings/outlet-card.tsx";
import { listedOutlet } from "#components/settings/outlet.ts";
import { BackLink } from "#components/ui/back-link.tsx";
import { ListBoundary } from "#components/ui/list-boundary.tsx";
import { ListLoading } from "#components/ui/list-loading.tsx";
import { NowProvider } from "#components/ui/now.tsx";
import { signedIn } from "#lib/auth/session.ts";
import { instance } from "#lib/instance.ts";
import { listOutlets } from "#lib/outlets/list.ts";
import { mutedUntil } from "#lib/outlets/mute.ts";
import { vapidKeys } from "#lib/outlets/push/vapid-keys.ts";
import { edit, make, mute, remove, rest, test } from "./actions.ts";

export const metadata: Metadata = { title: "Outlets" };

export default async function OutletsPage() {
  const { now } = await signedIn("/settings/outlets");
  return (
    <NowProvider renderedAt={now().getTime()}>
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-5">
        <div className="flex flex-col gap-1">
          <BackLink href="/settings">Settings</BackLink>
          <h1 className="text-title font-semibold">Outlets</h1>
        </div>
        <ListBoundary what="outlets">
          <Suspense fallback={<ListLoading what="outlets" />}>
            <Outlets />
          </Suspense>
        </ListBoundary>
      </div>
    </NowProvider>
  );
}

async function Outlets() {
  const ctx = await signedIn("/settings/outlets");
  const { mail, hub, authSecret } = instance();
  const [outlets, muted] = await Promise.all([listOutlets(ctx), mutedUntil(ctx)]);
  return (
    <OutletCard
      outlets={outlets.map(listedOutlet)}
      mails={mail !== undefined}
      hasLabs={hub !== undefined && ctx.actor.provider === "jupyterhub"}
      pushKey={vapidKeys(authSecret).publicKey}
      mutedISO={muted?.toISOString()}
      make={make}
      edit={edit}
      mute={mute}
      test={test}
      rest={rest}
      remove={remove}
    />
  );
}
