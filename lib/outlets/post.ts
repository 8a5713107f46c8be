import { Webhook } from "standardwebhooks";
import { exchange } from "#lib/jupyterhub/exchange.ts";
import { version } from "#lib/version.ts";
import type { Reach } from "./reach.ts";
import { shaped, type Sendable } from "./shapes.ts";
import type { OutletShape } from "./schema.ts";

/** How long a receiver has for all of it, and how much of its answer is read. */
const timeoutMs = 10_000;
const mostBytes = 64 * 1024;

export interface Posting {
  url: string;
  /** `whsec_…` */
  secret: string;
  shape: OutletShape | null;
  /** The same each time this notification is sent to this receiver. */
  messageId: string;
  one: Sendable;
  now: Date;
}

/** What came of it: taken (2xx), or not and why. */
export interface Posted {
  ok: boolean;
  status?: number;
  reason?: string;
  /** There is nobody there any more, nor will be. */
  gone?: boolean;
}

/**
 * Posts a notification to a receiver, signed as Standard Webhooks says. Follows no redirect and never throws.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export async function post(reach: Reach, { secret, shape, messageId, one, now, ...to }: Posting): Promise<Posted> {
  // A literal address is connected to without being looked up, so it is looked at here.
  const refusal = await reach.refusal(to.url);
  if (refusal !== undefined) return { ok: false, reason: refusal };
  const { url, json } = shaped(shape, to.url, one);
  const body = JSON.stringify(json);
  const { origin, pathname, search } = new URL(url);
  const answer = await exchange({
    pool: reach.pool,
    method: "POST",
    origin,
    path: pathname + search,
    headers: {
      "content-type": "application/json",
      "user-agent": `Belfry/${version}`,
      "webhook-id": messageId,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": new Webhook(secret).sign(messageId, now, body),
    },
    body,
    timeoutMs,
    mostBytes,
  });
  const { status } = answer;
  if (status === undefined) return { ok: false, reason: answer.reason ?? "no answer" };
  if (status >= 200 && status < 300) return { ok: true, status };
  return {
    ok: false,
    status,
    reason: status >= 300 && status < 400 ? `HTTP ${status}, a redirect, which is not followed` : `HTTP ${status}`,
  };
}
