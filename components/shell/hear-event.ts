import type { QueryClient } from "@tanstack/react-query";
import type { Notification } from "#lib/inbox/schema.ts";
import { applyProgress } from "../broadcast/apply-progress.ts";
import { applyEvent } from "../inbox/apply-event.ts";
import { isMuted } from "../inbox/listed.ts";
import type { BroadcastProgress } from "../live/broadcast-progress.ts";
import type { LiveEvent } from "../live/start-live.ts";

const notifyDesktop = async (notification: Notification, open: (path: `/${string}`) => void) =>
  (await import("../inbox/desktop-notifications.ts")).notifyDesktop(notification, open);

/**
 * Brings what is kept here up to date with an event of the stream.
 * @param raise whether it is raised on the desktop as well
 * @param open goes to a page: where what was raised on the desktop leads
 */
export function hearEvent(
  queries: QueryClient,
  event: LiveEvent,
  raise: boolean,
  open: (path: `/${string}`) => void,
): void {
  if (event.name === "broadcast") return applyProgress(queries, event.data as BroadcastProgress);
  applyEvent(queries, event);
  if (event.name !== "notification" || !raise) return;
  const notification = event.data as Notification;
  if (!isMuted(queries, notification.origin)) void notifyDesktop(notification, open);
}
