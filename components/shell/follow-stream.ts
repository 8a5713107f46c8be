import type { QueryClient } from "@tanstack/react-query";
import type { Notification } from "#lib/inbox/schema.ts";
import { applyProgress } from "../broadcast/apply-progress.ts";
import { applyEvent } from "../inbox/apply-event.ts";
import { isMuted } from "../inbox/list-updates.ts";
import { inboxQuery } from "../inbox/queries.ts";
import { refreshSoon } from "../inbox/refresh-soon.ts";
import type { BroadcastProgress } from "../live/broadcast-progress.ts";
import { startLive, type LiveEvent } from "../live/start-live.ts";

const notifyDesktop = async (notification: Notification, open: (path: `/${string}`) => void) =>
  (await import("../inbox/desktop-notifications.ts")).notifyDesktop(notification, open);

/**
 * Brings what is kept here up to date with the stream, from where it stands, while the page is open.
 * @param open goes to a page: where what was raised on the desktop leads
 * @returns a function that ends it
 */
export function followStream(queries: QueryClient, person: string, open: (path: `/${string}`) => void): () => void {
  const onEvent = (event: LiveEvent, raise: boolean) => {
    if (event.name === "broadcast") return applyProgress(queries, event.data as BroadcastProgress);
    applyEvent(queries, event);
    if (event.name !== "notification" || !raise) return;
    const notification = event.data as Notification;
    if (!isMuted(queries, notification.origin)) void notifyDesktop(notification, open);
  };
  const start = () => {
    const inbox = queries.getQueryData(inboxQuery.queryKey);
    const position = inbox ? `${inbox.asOf}.${inbox.version}` : "";
    return startLive({ person, position, onEvent, onStale: () => refreshSoon(queries) });
  };

  let stop = start();
  const onHide = () => stop();
  // A page that comes back out of the browser's memory shows what was.
  const onShow = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    stop = start();
    refreshSoon(queries);
  };
  window.addEventListener("pagehide", onHide);
  window.addEventListener("pageshow", onShow);
  return () => {
    window.removeEventListener("pagehide", onHide);
    window.removeEventListener("pageshow", onShow);
    stop();
  };
}
