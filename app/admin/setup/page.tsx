import type { Metadata } from "next";
import { headers } from "next/headers";
import { Suspense } from "react";
import { SetUp } from "#components/admin/set-up.tsx";
import { ListBoundary } from "#components/ui/list-boundary.tsx";
import { ListLoading } from "#components/ui/list-loading.tsx";
import { signedInAdmin } from "#lib/auth/session.ts";
import { anyDelivered } from "#lib/broadcast/any-delivered.ts";
import { lookAtRunning } from "#lib/doctor/look-at-running.ts";
import { nextStep } from "#lib/doctor/next-step.ts";
import { instance } from "#lib/instance.ts";

export const metadata: Metadata = { title: "Set-up" };

// No loading.tsx beside this page: its fallback would be sent with status 200 before the guard has said 403.
export default async function SetUpPage() {
  await signedInAdmin("/admin/setup");
  return (
    <>
      <div className="flex flex-col gap-1">
        <h1 className="text-title font-semibold">Set-up</h1>
        <p className="text-soft">What Belfry depends on, as it is now. Looking sends nothing to any lab.</p>
      </div>
      <ListBoundary what="checks" place="setup">
        <Suspense fallback={<ListLoading what="checks" />}>
          <Looked />
        </Suspense>
      </ListBoundary>
    </>
  );
}

async function Looked() {
  const ctx = await signedInAdmin("/admin/setup");
  const host = (await headers()).get("host");
  const [checks, delivered] = await Promise.all([
    lookAtRunning({ ...ctx, env: instance().env }, host),
    anyDelivered(ctx),
  ]);
  return <SetUp checks={checks} next={nextStep(checks, delivered)} />;
}
