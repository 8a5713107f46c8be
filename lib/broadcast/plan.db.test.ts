import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { transaction } from "#lib/bus/committed.ts";
import { broadcast } from "#db/schema/index.ts";
import { waitingForLocks } from "#db/test/waiting-for-locks.ts";
import type { HubClient } from "#lib/jupyterhub/client.ts";
import { requireHub, type RingCtx } from "./ctx.ts";
import { finish } from "./finish.ts";
import { getBroadcast } from "./get.ts";
import { plan, readyServers } from "./plan.ts";
import { ring } from "./ring.ts";
import { send } from "./send.ts";
import { input, ringers } from "./test/ringer.ts";

const { database, start } = ringers();

/** The same instance with a hub that lists its servers so. */
function listing(
  ctx: RingCtx,
  list: (listServers: HubClient["listServers"]) => ReturnType<HubClient["listServers"]>,
): RingCtx {
  const hub = requireHub(ctx);
  return { ...ctx, hub: { ...hub, listServers: () => list(hub.listServers) } };
}

describe("a broadcast planned by its job", () => {
  it("waits for a hub that is down when planned later, and says so", async () => {
    const { ctx, hub } = await start({ mix: {}, labs: 3 });
    const { id } = await send(ctx, input(), { planLater: true });
    hub.setHub({ mode: "down" });
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({
      state: "running",
      total: 0,
      error: expect.any(String) as unknown,
    });
    hub.setHub({ mode: "up" });
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "finished", successful: 3 });
  });

  it("is failed when the hub could not be asked for a quarter of an hour, which is ever more seldom tried", async () => {
    const { ctx, hub } = await start({ mix: {}, labs: 3 });
    const { id } = await send(ctx, input(), { planLater: true });
    hub.setHub({ mode: "down" });
    const pauseAfter = async (waitedS: number) => {
      await ctx.db.update(broadcast).set({ startedAt: sql`now() - ${waitedS} * interval '1 second'` });
      await ring(ctx, id);
      const [row] = await ctx.db.execute<{ pauseS: number }>(
        sql`select extract(epoch from lease_until - now())::float8 as "pauseS" from broadcast`,
      );
      return row?.pauseS ?? 0;
    };
    expect(await pauseAfter(0)).toBeLessThanOrEqual(2);
    const pauseS = await pauseAfter(30);
    expect(pauseS).toBeGreaterThan(10);
    expect(pauseS).toBeLessThanOrEqual(32);
    expect(await pauseAfter(600)).toBeLessThanOrEqual(60);
    await pauseAfter(901);
    expect(await getBroadcast(ctx, { id })).toMatchObject({
      state: "failed",
      total: 0,
      error: expect.stringMatching(/^The hub at /) as unknown,
    });
  });

  it("ends on an instance without a hub: said, and failed after the same time", async () => {
    const { ctx } = await start({ mix: {}, labs: 3 });
    const { id } = await send(ctx, input(), { planLater: true });
    await ring({ ...ctx, hub: undefined }, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({
      state: "running",
      error: expect.stringMatching(/^Broadcasts are off/) as unknown,
    });
    await ctx.db.update(broadcast).set({ startedAt: sql`now() - interval '1 hour'` });
    await ring({ ...ctx, hub: undefined }, id);
    expect((await getBroadcast(ctx, { id })).state).toBe("failed");
  });

  it("is not taken from an instance that waits long for the hub", async () => {
    const { ctx } = await start({ mix: {}, labs: 3 });
    const { id } = await send(ctx, input(), { planLater: true });
    const held = async () => {
      const [row] = await ctx.db
        .select({ held: sql<boolean>`lease_until > now()` })
        .from(broadcast)
        .where(eq(broadcast.id, id));
      return row?.held;
    };
    const slow = listing(ctx, async (listServers) => {
      await ctx.db.update(broadcast).set({ leaseUntil: sql`now()` });
      await expect.poll(held).toBe(true);
      return listServers({ state: "ready" });
    });
    await ring(slow, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "finished", successful: 3 });
  });

  it("is let alone by one that could not list the servers when another could", async () => {
    const { ctx } = await start({ mix: {}, labs: 3, namedServers: 0 });
    const { id } = await send(ctx, input(), { planLater: true });
    await ctx.db.update(broadcast).set({ startedAt: sql`now() - interval '1 hour'` });
    const cutOff = listing(ctx, async () => {
      await plan(ctx.db, id, { servers: await readyServers(requireHub(ctx)) });
      return requireHub({ hub: undefined }).listServers({ state: "ready" });
    });
    await ring(cutOff, id);
    const document = await getBroadcast(ctx, { id });
    expect(document).toMatchObject({ state: "running", outcomes: { queued: 3 } });
    expect(document.error).toBeUndefined();
  });

  it("is not ended by one who looked before its deliveries were there", async () => {
    const { ctx } = await start({ mix: {}, labs: 3, namedServers: 0 });
    const { id } = await send(ctx, input(), { planLater: true });
    const servers = await readyServers(requireHub(ctx));
    let ending = Promise.resolve();
    await transaction(ctx.db, async (tx) => {
      await plan(tx, id, { servers });
      ending = finish(ctx, id);
      await expect.poll(() => waitingForLocks(database())).toBe(1);
    });
    await ending;
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "running", outcomes: { queued: 3 } });
  });
});
