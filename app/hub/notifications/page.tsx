import type { Metadata } from "next";
import { signedInAdmin } from "#lib/auth/session.ts";
import { Broadcast } from "./broadcast.tsx";
import { prefetched } from "./prefetched.ts";

export const metadata: Metadata = { title: "Broadcast" };

// There is no loading.tsx beside this page on purpose: its fallback would be sent with status 200 before the guard has
// said 403.
export default async function NotificationsPage({ searchParams }: PageProps<"/hub/notifications">) {
  const ctx = await signedInAdmin("/hub/notifications");
  const { broadcast, sent } = await searchParams;
  const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);
  return (
    <Broadcast
      person={ctx.actor.username}
      seeds={JSON.stringify(await prefetched(ctx, { broadcast: one(broadcast), sent: one(sent) }))}
      fetchedAt={ctx.now().getTime()}
    />
  );
}
