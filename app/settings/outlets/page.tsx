import type { Metadata } from "next";
import { Suspense } from "react";
import { MuteOutlets } from "#components/outlets/mute-outlets.tsx";
import { OutletCard } from "#components/outlets/outlet-card.tsx";
import { listedOutlet } from "#components/outlets/outlet.ts";
import { WhereCard } from "#components/outlets/where-card.tsx";
import { BackLink } from "#components/ui/back-link.tsx";
import { ListBoundary } from "#components/ui/list-boundary.tsx";
import { ListLoading } from "#components/ui/list-loading.tsx";
import { NowProvider } from "#components/ui/now.tsx";
import { signedIn } from "#lib/auth/session.ts";
import { instance } from "#lib/instance.ts";
import { listOutlets } from "#lib/outlets/list.ts";
import { listMyOrigins } from "#lib/origins/list-mine.ts";
import { mutedUntil } from "#lib/outlets/mute.ts";
import { vapidKeys } from "#lib/outlets/push/vapid-keys.ts";
import { setMuted } from "../actions.ts";
import { edit, make, mute, remove, rest, test } from "./actions.ts";

export const metadata: Metadata = { title: "Outlets" };

export default async function OutletsPage() {
  const { now } = await signedIn("/settings/outlets");
  return (
    <NowProvider renderedAt={now().getTime()}>
      <div className="mx-auto flex w-full max-w-4xl flex-col gap-5">
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
  const [outlets, muted, origins] = await Promise.all([listOutlets(ctx), mutedUntil(ctx), listMyOrigins(ctx)]);
  const listed = outlets.map(listedOutlet);
  return (
    <>
      <OutletCard
        outlets={listed}
        mails={mail !== undefined}
        hasLabs={hub !== undefined && ctx.actor.provider === "jupyterhub"}
        pushKey={vapidKeys(authSecret).publicKey}
        make={make}
        edit={edit}
        test={test}
        rest={rest}
        remove={remove}
      >
        {outlets.length > 0 && <MuteOutlets mutedISO={muted?.toISOString()} mute={mute} />}
      </OutletCard>
      <WhereCard
        origins={origins.map(({ origin, muted: isMuted }) => ({ origin, muted: isMuted }))}
        outlets={listed}
        edit={edit}
        setMuted={setMuted}
      />
    </>
  );
}
