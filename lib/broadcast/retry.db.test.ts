import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { broadcast } from "#db/schema/index.ts";
import { requireHub } from "./ctx.ts";
import { cancel } from "./cancel.ts";
import { getBroadcast } from "./get.ts";
import { retry } from "./retry.ts";
import { ring } from "./ring.ts";
import { send } from "./send.ts";
import { input, ringers } from "./test/ringer.ts";

const { start } = ringers();
const hourMs = 3_600_000;

describe("taking back and trying again", () => {
  it("cancels what was not sent yet", async () => {
    const { ctx, hub } = await start({ mix: {}, labs: 5 });
    const { id } = await send(ctx, input());
    await cancel(ctx, { id });
    await cancel(ctx, { id });
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "cancelled", outcomes: { cancelled: 5 } });
    expect(hub.state().totals.arrivals).toBe(0);
  });

  it("rings nobody when cancelled while the hub is asked for its servers", async () => {
    const { ctx, hub } = await start({ mix: {}, labs: 5 });
    const { id } = await send(ctx, input(), { planLater: true });
    const client = requireHub(ctx);
    const listServers: typeof client.listServers = async (asked) => {
      const servers = await client.listServers(asked);
      await cancel(ctx, { id });
      return servers;
    };
    await ring({ ...ctx, hub: { ...client, listServers } }, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "cancelled", total: 0 });
    expect(hub.state().totals.arrivals).toBe(0);
  });

  it("takes as long as labs were rung: a pause before a retry does not count", async () => {
    const { ctx, hub } = await start({ labs: 3, namedServers: 0, mix: { crashed: 1 } });
    const { id } = await send(ctx, input());
    expect((await getBroadcast(ctx, { id })).durationMs).toBeNull();
    await ring(ctx, id);
    const hour = sql`interval '1 hour'`;
    await ctx.db
      .update(broadcast)
      .set({ startedAt: sql`started_at - ${hour}`, finishedAt: sql`finished_at - ${hour}` });
    const { durationMs } = await getBroadcast(ctx, { id });
    for (const { username } of hub.labs()) hub.setLab({ username, behaviour: "healthy" });
    await retry(ctx, { id, unknown: false });
    expect((await getBroadcast(ctx, { id })).durationMs).toBeNull();
    await ring(ctx, id);
    const again = await getBroadcast(ctx, { id });
    expect(again).toMatchObject({ state: "finished", successful: 3 });
    expect(again.durationMs).toBeGreaterThanOrEqual(durationMs ?? NaN);
    expect(again.durationMs).toBeLessThan(hourMs);
  });

  it("retries what failed, and what is unknown only when asked", async () => {
    const { ctx, hub } = await start({ labs: 10, namedServers: 0, mix: { crashed: 2, hung: 1 } });
    const { id } = await send(ctx, input());
    await ring(ctx, id);
    expect((await getBroadcast(ctx, { id })).outcomes).toEqual({ delivered: 7, "not-running": 2, unknown: 1 });
    for (const { username, behaviour } of hub.labs())
      if (behaviour !== "healthy") hub.setLab({ username, behaviour: "healthy" });
    expect(await retry(ctx, { id, unknown: false })).toEqual({ retried: 2 });
    await ring(ctx, id);
    expect((await getBroadcast(ctx, { id })).outcomes).toEqual({ delivered: 9, unknown: 1 });
    expect(await retry(ctx, { id, unknown: true })).toEqual({ retried: 1 });
    await ring(ctx, id);
    expect((await getBroadcast(ctx, { id })).outcomes).toEqual({ delivered: 10 });
  });
});
