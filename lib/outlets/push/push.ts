import { createHash } from "node:crypto";
import { shortened } from "#lib/characters.ts";
import { raisedFor } from "#lib/inbox/raised.ts";
import { exchange } from "#lib/jupyterhub/exchange.ts";
import type { Posted } from "../post.ts";
import type { Reach } from "../reach.ts";
import type { Subscription } from "../schema.ts";
import type { Sendable } from "../shapes.ts";
import { vapidKeys } from "./vapid-keys.ts";

/** How long a push service has for all of it, and how much of its answer is read. */
const timeoutMs = 10_000;
const mostBytes = 4096;
/** How long it keeps one for a browser that is away. */
const keptForS = 24 * 3600;
/** Of title and body: with what else is in it, it stays below the 4,096 bytes that every service takes. */
const longest = { title: 200, body: 400 };

/** What the service worker is told (components/offline/service-worker.js). */
interface Pushed {
  title: string;
  body: string;
  /** Below where Belfry is. */
  path: string;
  tag: string;
}

/** The address of a subscription that was kept as text. */
export const endpointOf = (subscription: string) => (JSON.parse(subscription) as Subscription).endpoint;

/** Pushes what arrived to a browser, as one. Follows no redirect and never throws. @see https://www.rfc-editor.org/rfc/rfc8030 */
export async function push(
  { authSecret, reach, contact }: { authSecret: string; reach: Reach; contact: string },
  {
    subscription,
    all,
    messageId,
  }: { subscription: string; all: readonly [Sendable, ...Sendable[]]; messageId: string },
): Promise<Posted> {
  const { endpoint, keys } = JSON.parse(subscription) as Subscription;
  const refusal = await reach.refusal(endpoint);
  if (refusal !== undefined) return { ok: false, reason: refusal };
  const { title, body, path } = raisedFor(all);
  const pushed: Pushed = {
    title: shortened(title, longest.title),
    body: shortened(body, longest.body),
    path,
    tag: `belfry ${all[0].id}`,
  };
  const isUrgent = all.some(({ category }) => category === "error" || category === "warning");
  // Loaded by the first that is pushed (docs/decisions/0034-a-light-start.md).
  const { default: webPush } = await import("web-push");
  const made = webPush.generateRequestDetails({ endpoint, keys }, JSON.stringify(pushed), {
    vapidDetails: { subject: contact, ...vapidKeys(authSecret) },
    TTL: keptForS,
    urgency: isUrgent ? "high" : "normal",
    // Should it be sent again, it takes the place of the first, where that still waits.
    topic: createHash("sha256").update(messageId).digest("base64url").slice(0, 32),
  });
  const { origin, pathname, search } = new URL(endpoint);
  const { "Content-Length": _, ...headers } = made.headers;
  const { status, reason } = await exchange({
    pool: reach.pool,
    method: "POST",
    origin,
    path: pathname + search,
    headers,
    body: made.body,
    timeoutMs,
    mostBytes,
  });
  if (status === undefined) return { ok: false, reason: reason ?? "no answer" };
  if (status >= 200 && status < 300) return { ok: true, status };
  return { ok: false, status, reason: `HTTP ${status}`, gone: status === 404 || status === 410 };
}
