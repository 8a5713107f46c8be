import type { Notification as Told } from "#lib/inbox/schema.ts";
import { storedValue } from "../ui/stored-value.ts";
import { raisedFor } from "#lib/inbox/raised.ts";

/** Whether this browser is to raise what arrives on the desktop while nobody looks at a page of ours. */
export const desktopEnabled = storedValue<boolean>("belfry desktop");

/** Whether the browser can and may: it asks once, and only pages that came over TLS (or from this machine) can ask. */
export type DesktopPermission = "granted" | "denied" | "default" | "impossible";

export const desktopPermission = (): DesktopPermission =>
  "Notification" in window && window.isSecureContext ? Notification.permission : "impossible";

/** Asks the browser's leave, which it shows the person as a question. */
export async function requestDesktopPermission(): Promise<DesktopPermission> {
  return desktopPermission() === "default" ? Notification.requestPermission() : desktopPermission();
}

/** What comes within this time of the first is told with it. */
const burstMs = 1000;
let burst: Told[] = [];

/**
 * Raises what arrives on the desktop, if that is wanted and allowed: one notification for a burst. Pressing it brings the
 * page up, and opens what it is about.
 */
export function notifyDesktop(told: Told, open: (path: `/${string}`) => void): void {
  if (!desktopEnabled.get() || desktopPermission() !== "granted") return;
  burst.push(told);
  if (burst.length === 1) setTimeout(() => raise(open), burstMs);
}

function raise(open: (path: `/${string}`) => void): void {
  const [first, ...more] = burst;
  burst = [];
  // Whoever looks at the page by now has seen them.
  if (!first || document.visibilityState === "visible") return;
  const { title, body, path } = raisedFor([first, ...more]);
  const raised = new Notification(title, { body, tag: `belfry ${first.id}` });
  raised.onclick = () => {
    window.focus();
    raised.close();
    open(path);
  };
}
