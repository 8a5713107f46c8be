import { addressOf } from "#lib/jupyterhub/lab-url.ts";
import type { StoredBroadcast } from "./begin.ts";
import { claim, recorder, release, type Claimed } from "./deliveries.ts";
import { requireHub, type RingCtx } from "./ctx.ts";
import { fanOut } from "./fan-out.ts";
import { explain } from "./explain.ts";
import { logLine, type Recorded } from "./outcome.ts";
import { posting, type PostResult } from "./post-once.ts";
import { labPayload } from "./schema.ts";

/**
 * Rings the queued labs of a broadcast and records what came of each. Ends when none is left to claim; when the
 * process stops, what is in flight ends first and the rest is given back.
 * @param claimed called once there is none left to claim
 */
export async function deliver(ctx: RingCtx, sent: StoredBroadcast, claimed: () => void): Promise<void> {
  const { sending, outcome } = recorder(ctx, sent.id);
  const rung = ctx.rung.enter(sent.id);
  const isMinted = ctx.labs.checks.giveWay();
  const writes: Promise<void>[] = [];
  /** It is awaited at the end; until then a failed one must not count as unhandled. */
  const keep = (written: Promise<void>) => {
    writes.push(written);
    written.catch(() => undefined);
  };
  const write = (recorded: Recorded) => {
    ctx.log.info(logLine({ ...sent, ...recorded }));
    keep(outcome(recorded));
  };
  /** Where the table says `queued` of what was rung here: what came of it is written down again. */
  const isRung = (row: Claimed): boolean => {
    const before = rung.outcomeOf(row);
    if (before) keep(before.then(outcome));
    return before !== undefined;
  };

  async function* addressed() {
    for await (const row of claim(ctx, sent.id)) {
      if (isRung(row)) continue;
      const { url, fault } = addressOf(ctx.labs, row);
      if (url !== undefined) yield { ...row, url };
      else {
        ctx.log.warn({ err: fault, broadcast: sent.id }, "a server can't be addressed");
        const { username, server } = row;
        write({
          ...{ username, server, outcome: "unreachable", httpStatus: undefined, durationMs: null },
          ...{ reason: fault.message, address: undefined },
        });
      }
    }
    isMinted();
    claimed();
  }

  try {
    const results = fanOut(addressed(), {
      ...ctx.labs,
      ...posting({ ...ctx.labs, payload: labPayload({ ...sent, autoClose: sent.autoCloseMs ?? false }) }),
      minting: ctx.hub?.minting,
      warm: (target) => ctx.labs.warm.take(target),
      // Where no hub is configured any more it is as with one that is down: each ends as `no-token`, for a retry later.
      mint: async (target) => (await ctx.labs.warm.takeComing(target)) ?? requireHub(ctx).mintToken(target),
      beforeRequest: async (target) => {
        // Asked again at the last moment: another ring of this process may have it in hand by now.
        if (ctx.stopping.aborted || !(await sending(target)) || isRung(target)) return false;
        rung.begin(target);
        return true;
      },
    });
    for await (const { target, ...result } of results) {
      const recorded: Recorded = {
        username: target.username,
        server: target.server,
        httpStatus: result.httpStatus,
        outcome: result.outcome,
        durationMs: result.durationMs,
        ...failureOf(result, target.url),
      };
      if (result.durationMs !== null) ctx.labs.silent.note(target, result.reason === "timeout");
      rung.end(target, recorded);
      write(recorded);
    }
  } finally {
    isMinted();
    rung.leave();
    await Promise.all(writes);
    await release(ctx, sent.id);
  }
}

/** Why a server did not take it, and where it was tried; without a token it was tried nowhere. */
function failureOf(result: PostResult, url: string): Pick<Recorded, "reason" | "address"> {
  const { outcome, reason } = result;
  if (outcome === "delivered" || outcome === "cancelled") return { reason: undefined, address: undefined };
  if (outcome === "no-token") return { reason, address: undefined };
  return { reason: explain(result, url), address: url };
}
