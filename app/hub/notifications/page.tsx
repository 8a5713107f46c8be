import type { Metadata } from "next";
import { BroadcastPage } from "#components/broadcast/broadcast-page.tsx";
import { Seeded } from "#components/http/seeded.tsx";
import { signedInAdmin } from "#lib/auth/session.ts";
import {
  beginSeries,
  cancelBroadcast,
  clearHistory,
  editBroadcast,
  endSeries,
  keepMessage,
  noteUse,
  removeMessage,
  retryBroadcast,
  sendBroadcast,
} from "./actions.ts";
import { prefetched } from "./prefetched.ts";

export const metadata: Metadata = { title: "Broadcast" };

// There is no loading.tsx beside this page on purpose: its fallback would be sent with status 200 before the guard has
// said 403.
export default async function NotificationsPage({ searchParams }: PageProps<"/hub/notifications">) {
  const ctx = await signedInAdmin("/hub/notifications");
  const { broadcast, sent } = await searchParams;
  const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);
  return (
    <Seeded
      fetchedAt={ctx.now().getTime()}
      seeds={JSON.stringify(await prefetched(ctx, { broadcast: one(broadcast), sent: one(sent) }))}
    >
      <BroadcastPage
        person={ctx.actor.username}
        actions={{
          send: sendBroadcast,
          startSeries: beginSeries,
          cancelSeries: endSeries,
          edit: editBroadcast,
          cancel: cancelBroadcast,
          retry: retryBroadcast,
          clearSent: clearHistory,
          saveMessage: keepMessage,
          takeUpSaved: noteUse,
          removeSaved: removeMessage,
        }}
      />
    </Seeded>
  );
}
