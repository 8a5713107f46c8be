import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BroadcastReport } from "#components/broadcast/broadcast-report.tsx";
import { openedBroadcast } from "#components/broadcast/opened-broadcast.ts";
import { progressQuery } from "#components/broadcast/queries.ts";
import { NowProvider } from "#components/ui/now.tsx";
import { signedInAdmin } from "#lib/auth/session.ts";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { getBroadcast } from "#lib/broadcast/get.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";

type Props = PageProps<"/hub/notifications/[id]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Broadcast ${(await params).id}` };
}

export default async function BroadcastReportPage({ params }: Props) {
  const { id } = await params;
  const ctx = await signedInAdmin(`/hub/notifications/${id}`);
  const sent = await findBroadcast(ctx, openedBroadcast(id));
  const queries = new QueryClient();
  queries.setQueryData(progressQuery(sent.id).queryKey, sent);
  return (
    <NowProvider renderedAt={ctx.now().getTime()}>
      <HydrationBoundary state={dehydrate(queries)}>
        <BroadcastReport initial={sent} />
      </HydrationBoundary>
    </NowProvider>
  );
}

async function findBroadcast(ctx: Ctx, id: number | undefined): Promise<BroadcastDocument> {
  if (id === undefined) notFound();
  try {
    return await getBroadcast(ctx, { id, details: false });
  } catch (error) {
    if (error instanceof BelfryError && error.code === "not-found") notFound();
    throw error;
  }
}
