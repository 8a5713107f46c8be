import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { broadcast } from "#db/schema/index.ts";
import type { LabBehaviour, SimulatedHub } from "#scripts/simulated-hub/index.ts";
import { requireHub, type RingCtx } from "./ctx.ts";
import { getBroadcast } from "./get.ts";
import { ring } from "./ring.ts";
import { ringLateStarters } from "./ring-late-starters.ts";
import { send } from "./send.ts";
import { input, ringers, type Ringer } from "./test/ringer.ts";

const { start } = ringers();

/** A round, whenever the last one was, and what comes of it. */
async function look(ctx: RingCtx, id: number) {
  await ctx.db.update(broadcast).set({ leaseUntil: null });
  await ringLateStarters(ctx);
  await ring(ctx, id);
}

const over = (ctx: RingCtx) => ctx.db.update(broadcast).set({ validUntil: sql`now()` });
const set = (hub: SimulatedHub, username: string, behaviour: LabBehaviour) => hub.setLab({ username, behaviour });

/** Clearly after: the hub tells whole milliseconds. */
const startedAfter = (hub: SimulatedHub, username: string) =>
  void (set(hub, username, "healthy").startedISO = new Date(Date.now() + 60_000).toISOString());

/** A broadcast that waits, and the labs that were stopped when it was sent. */
async function waiting(options: Parameters<typeof start>[0] = {}): Promise<Ringer & { id: number; late: string[] }> {
  const ringer = await start({ labs: 5, namedServers: 0, mix: { stopped: 2 }, ...options });
  const { id } = await send(ringer.ctx, input({ validFor: 3600 }));
  await ring(ringer.ctx, id);
  expect((await getBroadcast(ringer.ctx, { id })).state).toBe("waiting");
  const late = ringer.hub
    .labs()
    .filter(({ behaviour }) => behaviour === "stopped")
    .map(({ username }) => username);
  return { ...ringer, id, late };
}

describe("a broadcast that is valid for a while", () => {
  it("rings a lab that starts meanwhile, once, and none after", async () => {
    const {
      ctx,
      hub,
      id,
      late: [first = "", second = ""],
    } = await waiting();
    set(hub, first, "healthy");
    await look(ctx, id);
    await look(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({
      state: "waiting",
      total: 4,
      successful: 4,
      stillToCome: 1,
    });
    await over(ctx);
    startedAfter(hub, second);
    await look(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "finished", total: 4 });
    expect(hub.labs().every(({ arrivals }) => arrivals.length <= 1)).toBe(true);
  });

  it("still rings those who started just before its end, and then ends", async () => {
    const {
      ctx,
      hub,
      id,
      late: [first = "", second = ""],
    } = await waiting();
    set(hub, first, "healthy");
    await over(ctx);
    startedAfter(hub, second);
    await look(ctx, id);
    expect(hub.lab(first).arrivals).toHaveLength(1);
    await look(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "finished", total: 4, successful: 4 });
    expect(hub.lab(second).arrivals).toHaveLength(0);
  });

  it("ends also when the hub can't be asked at its end, or is not configured any more", async () => {
    const { ctx, hub, id } = await waiting();
    await over(ctx);
    hub.setHub({ mode: "down" });
    await expect(look(ctx, id)).rejects.toMatchObject({ code: "hub-failed" });
    expect((await getBroadcast(ctx, { id })).state).toBe("waiting");
    await ctx.db.update(broadcast).set({ validUntil: sql`now() - interval '1 minute'` });
    await look({ ...ctx, hub: undefined }, id);
    expect((await getBroadcast(ctx, { id })).state).toBe("finished");
  });

  it("rings a lab once more that failed and was started anew, but not one that may show it", async () => {
    const { ctx, hub, id } = await waiting({ labs: 4, mix: { crashed: 1, hung: 1 } });
    const [crashed = "", hung = ""] = (["crashed", "hung"] as const).map(
      (wanted) => hub.labs().find(({ behaviour }) => behaviour === wanted)?.username,
    );
    expect((await getBroadcast(ctx, { id })).outcomes).toEqual({ delivered: 2, "not-running": 1, unknown: 1 });
    await look(ctx, id);
    for (const { username } of hub.labs()) {
      set(hub, username, "stopped");
      set(hub, username, "healthy");
    }
    await look(ctx, id);
    await look(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "waiting", outcomes: { delivered: 3, unknown: 1 } });
    expect(hub.lab(crashed).arrivals.map(({ shown }) => shown)).toEqual([false, true]);
    expect(hub.lab(hung).arrivals).toHaveLength(1);
  });

  it("rings them though the hub does not say how many users it has", async () => {
    const {
      ctx,
      hub,
      id,
      late: [first = ""],
    } = await waiting();
    set(hub, first, "healthy");
    const failing = { ...requireHub(ctx), countUsers: () => Promise.reject(new Error("no count")) };
    await ctx.db.update(broadcast).set({ leaseUntil: null });
    await expect(ringLateStarters({ ...ctx, hub: failing })).rejects.toThrow("no count");
    await ring(ctx, id);
    expect(hub.lab(first).arrivals).toHaveLength(1);
  });

  it("costs the hub one list, however many instances look", async () => {
    const { ctx } = await waiting();
    let lists = 0;
    const hub = requireHub(ctx);
    const counted = {
      ...ctx,
      hub: {
        ...hub,
        listServers: (asked: Parameters<typeof hub.listServers>[0]) => ((lists += 1), hub.listServers(asked)),
      },
    };
    await Promise.all([1, 2, 3].map(() => ringLateStarters(counted)));
    await ringLateStarters(counted);
    expect(lists).toBe(1);
  });
});
