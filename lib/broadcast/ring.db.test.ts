import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { broadcast, notification } from "#db/schema/index.ts";
import { announce, openBus } from "#lib/bus/bus.ts";
import { broadcastTopic, instancesTopic, workTopic } from "#lib/bus/topics.ts";
import { due } from "./begin.ts";
import { finish } from "./finish.ts";
import { getBroadcast } from "./get.ts";
import { readProgress } from "./progress.ts";
import { retry } from "./retry.ts";
import { ring } from "./ring.ts";
import { send } from "./send.ts";
import { input, ringers } from "./test/ringer.ts";

const { database, start } = ringers();

describe("a broadcast", () => {
  it("reaches every running lab once and says what came of each", async () => {
    const { ctx, hub } = await start();
    const { id } = await send(ctx, input());
    await ring(ctx, id);

    const document = await getBroadcast(ctx, { id });
    expect(document).toMatchObject({ state: "finished", total: 25, successful: 19, failed: 6 });
    expect(document.outcomes).toEqual({ delivered: 19, unknown: 2, "not-running": 2, "extension-missing": 2 });
    expect(document.details?.every(({ outcome, status }) => (outcome === "delivered") === (status === "success"))).toBe(
      true,
    );
    const { leaks, redirectsFollowed, totals } = hub.state();
    expect({ leaks, redirectsFollowed, shown: totals.shown }).toEqual({ leaks: [], redirectsFollowed: [], shown: 19 });
    expect(hub.labs().every(({ arrivals }) => arrivals.length <= 1)).toBe(true);
  });

  it("writes one line a server, and no token", async () => {
    const { ctx, hub, lines } = await start({ mix: {}, labs: 5 });
    const { id } = await send(ctx, input());
    await ring(ctx, id);
    expect(lines.filter((line) => line.includes("Maintenance at 18:00") && line.includes("SUCCESS"))).toHaveLength(5);
    expect(lines.join("")).not.toContain(hub.apiToken);
  });

  it("writes its line also for a server that no address can be made of, which is nobody else's trouble", async () => {
    const { ctx, lines } = await start({ mix: {}, labs: 3, namedServers: 0 });
    const { id } = await send(ctx, input());
    await ctx.db.execute(
      sql`insert into delivery (broadcast_id, username, server, base_url) values (${id}, 'odd', '', '/user/../hub/')`,
    );
    await ring(ctx, id);
    expect(lines.filter((line) => line.includes('odd: \\"Maintenance at 18:00\\" (warning) ERROR'))).toHaveLength(1);
    const document = await getBroadcast(ctx, { id });
    expect(document.outcomes).toEqual({ delivered: 3, unreachable: 1 });
    expect(document.details?.find(({ username }) => username === "odd")?.durationMs).toBeNull();
  });

  it("says of each server that failed what really happened and where it was tried", async () => {
    const { ctx } = await start({ mix: { "no-extension": 1, hung: 1 }, labs: 3, namedServers: 0 });
    const { id } = await send(ctx, input());
    await ring(ctx, id);
    const { details, hint } = await getBroadcast(ctx, { id });
    const host = new URL(ctx.labs.urlTemplate.replace("{base_url}", "/")).host;
    const reasons = details?.map(({ outcome, reason, address }) => [
      outcome,
      reason,
      address === undefined || new URL(address).host,
    ]);
    expect(reasons?.sort()).toEqual([
      ["delivered", undefined, true],
      ["extension-missing", `HTTP 404 from ${host}`, host],
      ["unknown", `no answer from ${host} in time`, host],
    ]);
    expect(hint).toBeUndefined();
  });

  it("says where to look when all failed alike, and nothing of it once they have it", async () => {
    const { ctx, hub } = await start({ mix: {}, labs: 3, namedServers: 0 });
    const { id } = await send(ctx, input());
    hub.setHub({ mode: "mint-refused" });
    await ring(ctx, id);
    const { hint, details } = await getBroadcast(ctx, { id });
    expect(hint).toContain("its role needs the scope tokens");
    expect(details?.[0]).toMatchObject({ reason: expect.stringContaining("would make no token") as string });
    expect(details?.[0]?.address).toBeUndefined();
    hub.setHub({ mode: "up" });
    await retry(ctx, { id, unknown: false });
    await ring(ctx, id);
    const again = await getBroadcast(ctx, { id });
    expect([again.hint, again.successful]).toEqual([undefined, 3]);
    expect(again.details?.map(({ reason }) => reason)).toEqual([undefined, undefined, undefined]);

    const other = await send(ctx, input());
    await ring({ ...ctx, labs: { ...ctx.labs, urlTemplate: `${new URL(hub.apiUrl).origin}/hub{base_url}` } }, other.id);
    expect((await getBroadcast(ctx, other)).hint).toContain("leads to the hub itself");
  });

  it("lands in everyone's inbox in the same transaction, or in the chosen people's", async () => {
    const { ctx, hub } = await start({ mix: {}, labs: 5 });
    hub.setUser({ username: "nobody-yet" });
    await send(ctx, input());
    await send(ctx, input({ recipients: ["bob", "nobody-yet"] }));
    const audiences = await ctx.db.execute<{ audience: string }>(sql`select audience from feed order by audience`);
    expect(audiences.map(({ audience }) => audience)).toEqual([
      "everyone",
      "user:jupyterhub:bob",
      "user:jupyterhub:nobody-yet",
    ]);
    expect(await ctx.db.$count(notification)).toBe(3);
  });

  it("rings chosen people's servers alone", async () => {
    const { ctx } = await start({ mix: {}, labs: 5 });
    const { id } = await send(ctx, input({ recipients: ["bob"] }));
    await ring(ctx, id);
    const document = await getBroadcast(ctx, { id });
    expect(new Set(document.details?.map(({ username }) => username))).toEqual(new Set(["bob"]));
  });

  it("says so when no server is active", async () => {
    const { ctx, hub } = await start({ mix: {}, labs: 5 });
    hub.setUser({ username: "nobody-yet" });
    const { id } = await send(ctx, input({ recipients: ["nobody-yet"] }));
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({
      state: "finished",
      total: 0,
      successful: 0,
      failed: 0,
      message: "No active servers found",
      details: [],
    });
  });

  it.each([{ planLater: false }, { planLater: true }])("is one push to the instances, and no job (%j)", async (how) => {
    const { ctx, jobs } = await start({ mix: {}, labs: 1 });
    const bus = await openBus(database());
    let pushes = 0;
    bus.subscribe(workTopic, () => (pushes += 1));
    const { id } = await send(ctx, input(), how);
    // Announced after it, so heard after it.
    const last = new Promise<void>((resolve) => bus.subscribe(instancesTopic, resolve));
    await announce(ctx.db, instancesTopic);
    await last;
    await bus.close();
    expect({ pushes, jobs }).toEqual({ pushes: 1, jobs: [] });
    expect(await due(ctx)).toEqual([id]);
  });

  it("is planned by one of the instances that hear of it", async () => {
    const { ctx } = await start({ mix: {}, labs: 1 });
    const { id } = await send(ctx, input(), { planLater: true });
    expect((await Promise.all([due(ctx), due(ctx), due(ctx)])).flat()).toEqual([id]);
    await ctx.db.update(broadcast).set({ leaseUntil: sql`now() - interval '1 second'` });
    expect(await due(ctx)).toEqual([id]);
  });

  it("tells whoever watches it that it has ended", async () => {
    const { ctx, hub } = await start({ mix: {}, labs: 1 });
    hub.setUser({ username: "nobody-yet" });
    const { id } = await send(ctx, input({ recipients: ["nobody-yet"] }));
    const bus = await openBus(database());
    const told = new Promise<void>((resolve) => bus.subscribe(broadcastTopic(id), resolve));
    await finish(ctx, id);
    await told;
    await bus.close();
    expect((await getBroadcast(ctx, { id })).state).toBe("finished");
  });

  it("says how far it has come, as its document does", async () => {
    const { ctx, hub } = await start({ mix: { "no-extension": 2 }, labs: 5, namedServers: 0 });
    hub.setUser({ username: "nobody-yet" });
    const { id } = await send(ctx, input());
    const nobody = await send(ctx, input({ recipients: ["nobody-yet"] }));
    const progress = () => readProgress(ctx.db, [nobody.id, id, id + 100]);
    const none = { id: nobody.id, state: "running", total: 0, successful: 0, failed: 0 };
    expect(await progress()).toEqual([{ id, state: "running", total: 5, successful: 0, failed: 0 }, none]);
    await ring(ctx, id);
    expect(await progress()).toEqual([{ id, state: "finished", total: 5, successful: 3, failed: 2 }, none]);
    expect(await readProgress(ctx.db, [])).toEqual([]);
  });

  it("is not stored at all when the hub can't be asked", async () => {
    const { ctx, hub } = await start({ mix: {}, labs: 5 });
    hub.setHub({ mode: "down" });
    await expect(send(ctx, input())).rejects.toMatchObject({ code: "hub-failed" });
    expect(await ctx.db.$count(broadcast)).toBe(0);
    expect(await ctx.db.$count(notification)).toBe(0);
    await expect(send({ ...ctx, hub: undefined }, input())).rejects.toMatchObject({ code: "off" });
  });

  it("ends where no hub is configured any more, and a retry reaches everybody", async () => {
    const { ctx } = await start({ mix: {}, labs: 3, namedServers: 0 });
    const { id } = await send(ctx, input());
    await ring({ ...ctx, hub: undefined }, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "finished", outcomes: { "no-token": 3 } });
    await retry(ctx, { id, unknown: false });
    await ring(ctx, id);
    expect((await getBroadcast(ctx, { id })).outcomes).toEqual({ delivered: 3 });
  });

  it("is sent once for one idempotency key, however often it is asked", async () => {
    const { ctx, hub } = await start({ mix: {}, labs: 5 });
    const [first, second] = await Promise.all([
      send(ctx, input(), { idempotencyKey: "k" }),
      send(ctx, input(), { idempotencyKey: "k" }),
    ]);
    expect(second.id).toBe(first.id);
    expect([first.replayed, second.replayed].toSorted()).toEqual([false, true]);
    expect(await ctx.db.$count(broadcast)).toBe(1);
    await expect(send(ctx, input({ variant: "error" }), { idempotencyKey: "k" })).rejects.toMatchObject({
      code: "conflict",
    });
    // Neither the hub nor the limit has a say in what was sent already.
    hub.setHub({ mode: "down" });
    for (let n = 0; n < 40; n++)
      expect(await send(ctx, input(), { idempotencyKey: "k" })).toEqual({ id: first.id, replayed: true });
    hub.setHub({ mode: "up" });
    await ctx.db.execute(sql`update idempotency set created_at = now() - interval '25 hours'`);
    expect(await send(ctx, input(), { idempotencyKey: "k" })).not.toEqual(first);
  });

  it("is sent thirty times a minute at the most", async () => {
    const { ctx } = await start({ mix: {}, labs: 1, namedServers: 0 });
    for (let n = 0; n < 30; n++) await send(ctx, input());
    await expect(send(ctx, input())).rejects.toMatchObject({ code: "too-many" });
  });
});
