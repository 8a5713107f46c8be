import { labUrl } from "#lib/jupyterhub/lab-url.ts";
import type { StoredBroadcast } from "./begin.ts";
import { claim, release, renew, type Claimed } from "./claim.ts";
import { requireHub, type RingCtx } from "./ctx.ts";
import { fanOut } from "./fan-out.ts";
import { logLine } from "./outcome.ts";
import { recorder } from "./record.ts";
import { labPayload } from "./schema.ts";

const renewEveryMs = 3000;

/**
 * Rings the queued labs of a broadcast and records what came of each. Ends when none is left to claim; when the
 * process stops, what is in flight ends first and the rest is given back.
 */
export async function deliver(ctx: RingCtx, sent: StoredBroadcast): Promise<void> {
  const hub = requireHub(ctx);
  const { sending, outcome } = recorder(ctx, sent.id);
  const renewing = setInterval(() => {
    renew(ctx, sent.id).catch((error: unknown) => ctx.log.warn({ err: error, broadcast: sent.id }, "leases were not renewed"));
  }, renewEveryMs);
  const writes: Promise<void>[] = [];
  try {
    const results = fanOut(withUrls(ctx.labs.urlTemplate, claim(ctx, sent.id)), {
      ...ctx.labs,
      payload: labPayload({ ...sent, autoClose: sent.autoCloseMs ?? false }),
      mint: (target) => hub.mintToken(target),
      beforePost: async (target) => !ctx.stopping.aborted && (await sending(target)),
    });
    for await (const { target, ...result } of results) {
      ctx.log.info(logLine({ ...target, message: sent.message, variant: sent.variant, outcome: result.outcome }));
      writes.push(outcome({ username: target.username, server: target.server, httpStatus: result.httpStatus, outcome: result.outcome, durationMs: Math.round(result.durationMs) }));
    }
  } finally {
    await Promise.all(writes).finally(() => clearInterval(renewing));
    await release(ctx, sent.id);
  }
}

async function* withUrls(template: string, claims: AsyncIterable<Claimed>) {
  for await (const { username, server, baseUrl } of claims) {
    yield { username, server, url: labUrl(template, { username, server, baseUrl }) };
  }
}
