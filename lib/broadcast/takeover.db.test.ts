import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { broadcast, delivery } from "#db/schema/index.ts";
import { openBus } from "#lib/bus/bus.ts";
import { workTopic } from "#lib/bus/topics.ts";
import { begin, due } from "./begin.ts";
import { getBroadcast } from "./get.ts";
import { claim, recorder } from "./deliveries.ts";
import { ring } from "./ring.ts";
import { startRinging } from "./start-ringing.ts";
import { send } from "./send.ts";
import { sweep } from "./sweep.ts";
import { input, ringers } from "./test/ringer.ts";

const { database, start } = ringers();

describe("a stop", () => {
  it("gives back at once what was not sent, and tells the others, while requests are still in flight", async () => {
    const { ctx, hub } = await start({ mix: { hung: 30 }, labs: 30, namedServers: 0, mintsPerSecond: 20 });
    const { id } = await send(ctx, input());
    const bus = await openBus(database());
    let told = 0;
    bus.subscribe(workTopic, () => (told += 1));
    const stop = new AbortController();
    const rung = ring({ ...ctx, labs: { ...ctx.labs, timeoutMs: 60_000 }, stopping: stop.signal }, id);
    await expect.poll(() => hub.state().totals.arrivals).toBeGreaterThan(2);
    stop.abort();
    await expect.poll(() => told).toBe(1);
    expect(await Array.fromAsync(claim({ ...ctx, owner: "other" }, id))).not.toHaveLength(0);
    ctx.labs.pool.destroy();
    await rung;
    await bus.close();
    const { outcomes } = await getBroadcast(ctx, { id });
    expect(outcomes).toEqual({ unknown: hub.state().totals.arrivals, queued: 30 - hub.state().totals.arrivals });
  });
});

describe("after a crash", () => {
  it("rings what was queued, and leaves what was in flight unknown", async () => {
    const { ctx, hub } = await start({ mix: {}, labs: 10 });
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
    await sweep(ctx);
    expect(await due(ctx)).toEqual([id]);
    await ring(ctx, id);

    expect((await getBroadcast(ctx, { id })).outcomes).toEqual({ delivered: 7, unknown: 3 });
    expect(
      hub
        .labs()
        .map(({ arrivals }) => arrivals.length)
        .sort(),
    ).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
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

  it("rings a dead instance's labs while one of its own still hangs", async () => {
    const { ctx, hub } = await start({ mix: { hung: 1 }, labs: 6, namedServers: 0 });
    const { id } = await send(ctx, input());
    await claim({ ...ctx, owner: "dead" }, id).next();
    const hung = hub.labs().find(({ behaviour }) => behaviour === "hung")?.username ?? "";
    await ctx.db.update(delivery).set({ leaseUntil: null }).where(eq(delivery.username, hung));
    const bus = await openBus(database());
    const stop = await startRinging(ctx, { ...ctx, labs: { ...ctx.labs, timeoutMs: 60_000 }, bus, alone: false });
    await expect.poll(() => hub.lab(hung).arrivals.length).toBe(1);

    await ctx.db
      .update(delivery)
      .set({ leaseUntil: sql`now() - interval '1 second'` })
      .where(eq(delivery.leaseOwner, "dead"));
    await expect.poll(async () => (await getBroadcast(ctx, { id })).outcomes).toEqual({ delivered: 5, queued: 1 });
    ctx.labs.pool.destroy();
    await stop();
    await bus.close();
    expect(await getBroadcast(ctx, { id })).toMatchObject({
      state: "finished",
      outcomes: { delivered: 5, unknown: 1 },
    });
  });

  it("claims nothing twice that it has in hand, however long it stood still", async () => {
    const { ctx } = await start({ mix: {}, labs: 3, namedServers: 0 });
    const { id } = await send(ctx, input());
    await claim(ctx, id).next();
    await ctx.db.update(delivery).set({ leaseUntil: sql`now() - interval '1 second'` });
    expect(await Array.fromAsync(claim(ctx, id))).toEqual([]);
    expect(await Array.fromAsync(claim({ ...ctx, owner: "other" }, id))).toHaveLength(3);
  });

  it("ends a broadcast at once when nothing but a dead instance's requests was open", async () => {
    const { ctx } = await start({ mix: {}, labs: 2, namedServers: 0 });
    const { id } = await send(ctx, input());
    const dead = { ...ctx, owner: "dead" };
    for await (const claimed of claim(dead, id)) await recorder(dead, id).sending(claimed);
    await ctx.db.update(delivery).set({ leaseUntil: sql`now() - interval '1 second'` });
    // Somebody else is at work on it, so that its own lease holds.
    await begin(ctx, id);
    await sweep(ctx);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "finished", outcomes: { unknown: 2 } });
  });
});
