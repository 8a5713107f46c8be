import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { broadcast, delivery } from "#db/schema/index.ts";
import { claim } from "./claim.ts";
import { getBroadcast } from "./get.ts";
import { recorder } from "./record.ts";
import { ring } from "./ring.ts";
import { send } from "./send.ts";
import { sweep } from "./sweep.ts";
import { input, ringers } from "./test/ringer.ts";

const start = ringers();

describe("after a crash", () => {
  it("rings what was queued, and leaves what was in flight unknown", async () => {
    const { ctx, hub, jobs } = await start({ mix: {}, labs: 10 });
    const { id } = await send(ctx, input());
    const dead = { ...ctx, owner: "dead" };
    const claimed = claim(dead, id);
    const marks = recorder(dead, id);
    for (let index = 0; index < 3; index++) {
      const { value } = await claimed.next();
      if (value) await marks.sending(value);
    }
    // The process is gone: its leases lapse.
    await ctx.db.update(delivery).set({ leaseUntil: sql`now() - interval '1 second'` });
    await ctx.db.update(broadcast).set({ startedAt: sql`now() - interval '1 minute'` });
    jobs.length = 0;
    await sweep(ctx);
    expect(jobs).toEqual([id]);
    await ring(ctx, id);

    expect((await getBroadcast(ctx, { id })).outcomes).toEqual({ delivered: 7, unknown: 3 });
    expect(hub.labs().map(({ arrivals }) => arrivals.length).sort()).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
  });

  it("lets nobody send a row that another took over", async () => {
    const { ctx } = await start({ mix: {}, labs: 1, namedServers: 0 });
    const { id } = await send(ctx, input());
    const slow = { ...ctx, owner: "slow" };
    const { value } = await claim(slow, id).next();
    await ctx.db.update(delivery).set({ leaseUntil: sql`now() - interval '1 second'` });
    await ring(ctx, id);
    expect(value && (await recorder(slow, id).sending(value))).toBe(false);
    expect((await getBroadcast(ctx, { id })).outcomes).toEqual({ delivered: 1 });
  });

  it("shares the rows of one broadcast between two that ring it at once", async () => {
    const { ctx, hub } = await start({ mix: {}, labs: 200 });
    const { id } = await send(ctx, input());
    await Promise.all([ring(ctx, id), ring({ ...ctx, owner: "other" }, id)]);
    expect((await getBroadcast(ctx, { id })).outcomes).toEqual({ delivered: 200 });
    expect(hub.labs().every(({ arrivals }) => arrivals.length === 1)).toBe(true);
  });
});
