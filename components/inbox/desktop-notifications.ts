import type { Notification as Told } from "#lib/inbox/schema.ts";
import { storedValue } from "../ui/stored-value.ts";
import { plain, sentence } from "#lib/inbox/sentence.ts";

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

/** Raises one on the desktop, if that is wanted and allowed. Pressing it brings the page up. */
export function notifyDesktop(told: Told): void {
  if (!desktopEnabled.get() || desktopPermission() !== "granted") return;
  const said = sentence(told);
  const raised = new Notification(plain(said), {
    body: [told.origin, ...said.meta].join(" · "),
    tag: `belfry ${told.id}`,
  });
  raised.onclick = () => {
    window.focus();
    raised.close();
  };
}
