import { requestDesktopPermission } from "../inbox/desktop-notifications.ts";

/** What this browser gives to be pushed to, and what it may be known by. */
export interface Subscribed {
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } };
  name: string;
}

/** Why a browser can't be pushed to, in words for the page. */
export class SubscribeError extends Error {}

/**
 * Subscribes this browser to pushes; it asks the person for leave first.
 * @param pushKey of the server, which alone may push then
 * @throws SubscribeError that says why it can't, in words for the page
 */
export async function subscribeHere(pushKey: string): Promise<Subscribed> {
  const leave = await requestDesktopPermission();
  if (leave === "impossible") throw new SubscribeError("This browser allows it on https pages alone.");
  if (leave !== "granted")
    throw new SubscribeError(
      "The browser does not allow it. Allow notifications for this address in its settings, then try again.",
    );
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration || !("pushManager" in registration))
    throw new SubscribeError("This browser takes no pushes here. On an iPhone, add Belfry to the home screen first.");
  const subscription = await subscribe(registration, pushKey);
  const { endpoint = "", keys = {} } = subscription.toJSON();
  const { p256dh = "", auth = "" } = keys;
  return { subscription: { endpoint, keys: { p256dh, auth } }, name: nameOf(navigator.userAgent) };
}

async function subscribe({ pushManager }: ServiceWorkerRegistration, pushKey: string): Promise<PushSubscription> {
  const options = { userVisibleOnly: true, applicationServerKey: pushKey };
  // One that was made with another key, before AUTH_SECRET changed, is nobody's any more.
  const before = await pushManager.getSubscription();
  if (before && keyOf(before) !== pushKey) await before.unsubscribe();
  try {
    return await pushManager.subscribe(options);
  } catch (error) {
    throw new SubscribeError(
      `The browser’s push service did not answer (${error instanceof Error ? error.message : "no reason"}).`,
      {
        cause: error,
      },
    );
  }
}

function keyOf({ options: { applicationServerKey } }: PushSubscription): string {
  const bytes = new Uint8Array(applicationServerKey ?? new ArrayBuffer(0));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** What a person would call a browser: `Firefox on Linux`. */
export function nameOf(userAgent: string): string {
  const first = (names: [RegExp, string][]) => names.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = first([
    [/Edg/, "Edge"],
    [/OPR/, "Opera"],
    [/Firefox|FxiOS/, "Firefox"],
    [/Chrom|CriOS/, "Chrome"],
    [/Safari/, "Safari"],
  ]);
  const system = first([
    [/iPhone|iPad/, "iOS"],
    [/Android/, "Android"],
    [/Windows/, "Windows"],
    [/Mac OS/, "macOS"],
    [/Linux|X11/, "Linux"],
  ]);
  return [browser ?? "A browser", system && `on ${system}`].filter(Boolean).join(" ");
}
