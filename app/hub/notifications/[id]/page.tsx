import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BroadcastReport } from "#components/broadcast/broadcast-report.tsx";
import { openedBroadcast } from "#components/broadcast/opened-broadcast.ts";
import { progressQuery } from "#components/broadcast/queries.ts";
import { Seeded } from "#components/http/seeded.tsx";
import { signedInAdmin } from "#lib/auth/session.ts";
import { getBroadcast } from "#lib/broadcast/get.ts";
import { found } from "../../../found.ts";
import { cancelBroadcast, retryBroadcast } from "../actions.ts";

type Props = PageProps<"/hub/notifications/[id]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Broadcast ${(await params).id}` };
}

export default async function BroadcastReportPage({ params }: Props) {
  const { id } = await params;
  const ctx = await signedInAdmin(`/hub/notifications/${id}`);
  const opened = openedBroadcast(id) ?? notFound();
  const sent = (await found(getBroadcast(ctx, { id: opened, details: false }))) ?? notFound();
  return (
    <Seeded fetchedAt={ctx.now().getTime()} seeds={[[progressQuery(sent.id).queryKey, sent]]}>
      <BroadcastReport initial={sent} actions={{ cancel: cancelBroadcast, retry: retryBroadcast }} />
    </Seeded>
  );
}
