import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { BroadcastReport } from "#components/broadcast/broadcast-report.tsx";
import { openedBroadcast } from "#components/broadcast/opened-broadcast.ts";
import { progressQuery } from "#components/broadcast/queries.ts";
import { Seeded, type Seed } from "#components/http/seeded.tsx";
import { signedInAdmin } from "#lib/auth/session.ts";
import { getBroadcast } from "#lib/broadcast/get.ts";
import { found } from "../../../found.ts";
import { cancelBroadcast, retryBroadcast } from "../actions.ts";

type Props = PageProps<"/hub/notifications/[id]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { sent } = await findBroadcast((await params).id);
  return { title: `Broadcast ${sent.id}` };
}

export default async function BroadcastReportPage({ params }: Props) {
  const { ctx, sent } = await findBroadcast((await params).id);
  return (
    <Seeded
      fetchedAt={ctx.now().getTime()}
      seeds={JSON.stringify([[progressQuery(sent.id).queryKey, sent]] satisfies Seed[])}
    >
      <BroadcastReport initial={sent} actions={{ cancel: cancelBroadcast, retry: retryBroadcast }} />
    </Seeded>
  );
}

/** Asked for once a request, by the title and the page. */
const findBroadcast = cache(async (given: string) => {
  const ctx = await signedInAdmin(`/hub/notifications/${given}`);
  const id = openedBroadcast(given) ?? notFound();
  return { ctx, sent: (await found(getBroadcast(ctx, { id, details: false }))) ?? notFound() };
});
