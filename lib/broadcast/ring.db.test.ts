import { eq, sql } from "drizzle-orm";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { broadcast, delivery, notification } from "#db/schema/index.ts";
import { addPerson, scratchDatabase } from "#db/test/scratch.ts";
import { actorOf } from "#lib/people/person.ts";
import type { Jobs } from "#lib/jobs/open.ts";
import { createHubClient } from "#lib/jupyterhub/client.ts";
import { startSimulatedHub, type SimulatedHub } from "#scripts/simulated-hub/index.ts";
import { cancel } from "./cancel.ts";
import { claim } from "./claim.ts";
import { clearSent } from "./clear-sent.ts";
import { requireHub, type RingCtx, type SendCtx } from "./ctx.ts";
import { edit } from "./edit.ts";
import { createLabDispatcher } from "#lib/jupyterhub/lab-dispatcher.ts";
import { getBroadcast } from "./get.ts";
import { listSent } from "./list-sent.ts";
import { recorder } from "./record.ts";
import { retry } from "./retry.ts";
import { ProbeMemory } from "./probe-memory.ts";
import { ring } from "./ring.ts";
import { broadcastInput } from "./schema.ts";
import { listSaved } from "./saved/list.ts";
import { removeSaved } from "./saved/remove.ts";
import { saveMessage } from "./saved/save.ts";
import { takeUpSaved } from "./saved/take-up.ts";
import { send } from "./send.ts";
import { ringLateStarters, sweep } from "./sweep.ts";

const database = scratchDatabase();
let hub: SimulatedHub;
let lines: string[];
let sent: number[];
const stops = new Set<() => Promise<void>>();

const jobs: Jobs = {
  send: async (_db, _name, { id }) => {
    sent.push(id);
  },
  work: async () => undefined,
  daily: async () => undefined,
  stop: async () => undefined,
};

/** Labs that never answer cost a test this long; where all are healthy it only has to be long enough. */
const timeoutMs = 2000;

async function start(options: Parameters<typeof startSimulatedHub>[0] = {}): Promise<SendCtx & RingCtx> {
  hub = await startSimulatedHub({ slowMs: 300, ...options });
  const dispatcher = createLabDispatcher({ timeoutMs });
  stops.add(() => hub.close()).add(() => dispatcher.destroy());
  lines = [];
  sent = [];
  const { db } = database();
  const personId = await addPerson(database(), `root-${Math.random()}`, { role: "admin" });
  return {
    db,
    now: () => new Date(),
    log: pino({ level: "info" }, { write: (line: string) => void lines.push(line) }),
    actor: actorOf({ id: personId, username: "root", provider: "local", role: "admin", sessionVersion: 1 }, "session"),
    hub: createHubClient(hub),
    jobs,
    labs: { urlTemplate: hub.labUrlTemplate, timeoutMs, concurrency: 64, hubConcurrency: 8, dispatcher, memory: new ProbeMemory(), close: () => dispatcher.destroy() },
    owner: `owner-${Math.random()}`,
    stopping: new AbortController().signal,
  };
}

const input = (more: object = {}) => broadcastInput.parse({ message: "Maintenance at 18:00", variant: "warning", ...more });

beforeEach(async () => {
  await database().db.execute(sql`truncate broadcast, delivery, feed, notification cascade`);
});

afterEach(async () => {
  for (const stop of stops) await stop();
  stops.clear();
});

describe("a broadcast", () => {
  it("reaches every running lab once and says what came of each", async () => {
    const ctx = await start();
    const { id } = await send(ctx, input());
    expect(sent).toEqual([id]);
    await ring(ctx, id);

    const document = await getBroadcast(ctx, { id });
    expect(document).toMatchObject({ state: "finished", total: 25, successful: 19, failed: 6 });
    expect(document.outcomes).toEqual({ delivered: 19, unknown: 2, "not-running": 2, "extension-missing": 2 });
    expect(document.details?.every(({ outcome, status }) => (outcome === "delivered") === (status === "success"))).toBe(true);
    const { leaks, redirectsFollowed, totals } = hub.state();
    expect({ leaks, redirectsFollowed, shown: totals.shown }).toEqual({ leaks: [], redirectsFollowed: [], shown: 19 });
    expect(hub.labs().every(({ arrivals }) => arrivals.length <= 1)).toBe(true);
  });

  it("writes one line a server, and no token", async () => {
    const ctx = await start({ mix: {}, labs: 5 });
    const { id } = await send(ctx, input());
    await ring(ctx, id);
    expect(lines.filter((line) => line.includes("Maintenance at 18:00") && line.includes("SUCCESS"))).toHaveLength(5);
    expect(lines.join("")).not.toContain(hub.apiToken);
  });

  it("lands in everyone's inbox in the same transaction, or in the chosen people's", async () => {
    const ctx = await start({ mix: {}, labs: 5 });
    await send(ctx, input());
    await send(ctx, input({ recipients: ["bob", "nobody-yet"] }));
    const audiences = await ctx.db.execute<{ audience: string }>(sql`select audience from feed order by audience`);
    expect(audiences.map(({ audience }) => audience)).toEqual(["everyone", "user:jupyterhub:bob", "user:jupyterhub:nobody-yet"]);
    expect(await ctx.db.$count(notification)).toBe(3);
  });

  it("rings chosen people's servers alone", async () => {
    const ctx = await start({ mix: {}, labs: 5 });
    const { id } = await send(ctx, input({ recipients: ["bob"] }));
    await ring(ctx, id);
    const document = await getBroadcast(ctx, { id });
    expect(new Set(document.details?.map(({ username }) => username))).toEqual(new Set(["bob"]));
  });

  it("says so when no server is active", async () => {
    const ctx = await start({ mix: {}, labs: 5 });
    const { id } = await send(ctx, input({ recipients: ["nobody-yet"] }));
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "finished", total: 0, successful: 0, failed: 0, message: "No active servers found", details: [] });
  });

  it("is not stored at all when the hub can't be asked", async () => {
    const ctx = await start({ mix: {}, labs: 5 });
    hub.setHub({ mode: "down" });
    await expect(send(ctx, input())).rejects.toMatchObject({ code: "hub-failed" });
    expect(await ctx.db.$count(broadcast)).toBe(0);
    expect(await ctx.db.$count(notification)).toBe(0);
    await expect(send({ ...ctx, hub: undefined }, input())).rejects.toMatchObject({ code: "off" });
  });

  it("is sent once for one idempotency key, however often it is asked", async () => {
    const ctx = await start({ mix: {}, labs: 5 });
    const [first, second] = await Promise.all([send(ctx, input(), { idempotencyKey: "k" }), send(ctx, input(), { idempotencyKey: "k" })]);
    expect(second).toEqual(first);
    expect(await ctx.db.$count(broadcast)).toBe(1);
    await expect(send(ctx, input({ variant: "error" }), { idempotencyKey: "k" })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("after a crash", () => {
  it("rings what was queued, and leaves what was in flight unknown", async () => {
    const ctx = await start({ mix: {}, labs: 10 });
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
    sent = [];
    await sweep(ctx);
    expect(sent).toEqual([id]);
    await ring(ctx, id);

    expect((await getBroadcast(ctx, { id })).outcomes).toEqual({ delivered: 7, unknown: 3 });
    expect(hub.labs().map(({ arrivals }) => arrivals.length).sort()).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
  });

  it("lets nobody send a row that another took over", async () => {
    const ctx = await start({ mix: {}, labs: 1, namedServers: 0 });
    const { id } = await send(ctx, input());
    const slow = { ...ctx, owner: "slow" };
    const { value } = await claim(slow, id).next();
    await ctx.db.update(delivery).set({ leaseUntil: sql`now() - interval '1 second'` });
    await ring(ctx, id);
    expect(value && (await recorder(slow, id).sending(value))).toBe(false);
    expect((await getBroadcast(ctx, { id })).outcomes).toEqual({ delivered: 1 });
  });

  it("shares the rows of one broadcast between two that ring it at once", async () => {
    const ctx = await start({ mix: {}, labs: 200 });
    const { id } = await send(ctx, input());
    await Promise.all([ring(ctx, id), ring({ ...ctx, owner: "other" }, id)]);
    expect((await getBroadcast(ctx, { id })).outcomes).toEqual({ delivered: 200 });
    expect(hub.labs().every(({ arrivals }) => arrivals.length === 1)).toBe(true);
  });
});

describe("taking back, trying again, waiting", () => {
  it("cancels what was not sent yet", async () => {
    const ctx = await start({ mix: {}, labs: 5 });
    const { id } = await send(ctx, input());
    await cancel(ctx, { id });
    await cancel(ctx, { id });
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "cancelled", outcomes: { cancelled: 5 } });
    expect(hub.state().totals.arrivals).toBe(0);
  });

  it("rings nobody when cancelled while the hub is asked for its servers", async () => {
    const ctx = await start({ mix: {}, labs: 5 });
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

  it("retries what failed, and what is unknown only when asked", async () => {
    const ctx = await start({ labs: 10, namedServers: 0, mix: { crashed: 2, hung: 1 } });
    const { id } = await send(ctx, input());
    await ring(ctx, id);
    expect((await getBroadcast(ctx, { id })).outcomes).toEqual({ delivered: 7, "not-running": 2, unknown: 1 });
    for (const { username, behaviour } of hub.labs()) if (behaviour !== "healthy") hub.setLab({ username, behaviour: "healthy" });
    expect(await retry(ctx, { id, unknown: false })).toEqual({ retried: 2 });
    await ring(ctx, id);
    expect((await getBroadcast(ctx, { id })).outcomes).toEqual({ delivered: 9, unknown: 1 });
    expect(await retry(ctx, { id, unknown: true })).toEqual({ retried: 1 });
    await ring(ctx, id);
    expect((await getBroadcast(ctx, { id })).outcomes).toEqual({ delivered: 10 });
  });

  it("starts a scheduled one when it is due, with its copy in the inbox only then", async () => {
    const ctx = await start({ mix: {}, labs: 3 });
    const { id } = await send(ctx, input({ sendAt: new Date(Date.now() + 3_600_000).toISOString() }));
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "scheduled", total: 0 });
    expect(await ctx.db.$count(notification)).toBe(0);
    await ctx.db.update(broadcast).set({ sendAt: sql`now()` }).where(eq(broadcast.id, id));
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "finished", successful: 3 });
    expect(await ctx.db.$count(notification)).toBe(1);
  });

  it("rings a lab that starts while it is valid, once, and none after", async () => {
    const ctx = await start({ labs: 5, namedServers: 0, mix: { stopped: 2 } });
    const stopped = hub.labs().filter(({ behaviour }) => behaviour === "stopped");
    const { id } = await send(ctx, input({ validFor: 3600 }));
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "waiting", total: 3 });
    hub.setLab({ username: stopped[0]?.username ?? "", behaviour: "healthy" });
    await ringLateStarters(ctx);
    await ring(ctx, id);
    await ringLateStarters(ctx);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "waiting", total: 4, successful: 4, stillToCome: 1 });
    await ctx.db.update(broadcast).set({ validUntil: sql`now()` });
    hub.setLab({ username: stopped[1]?.username ?? "", behaviour: "healthy" });
    await ringLateStarters(ctx);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "finished", total: 4 });
    expect(hub.labs().every(({ arrivals }) => arrivals.length <= 1)).toBe(true);
  });

  it("can be edited until it starts, and then no more", async () => {
    const ctx = await start({ mix: {}, labs: 3 });
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const { id } = await send(ctx, input({ sendAt: later }));
    await edit(ctx, { id, input: input({ message: "Maintenance at 19:00", sendAt: later }) });
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "scheduled", broadcast: { message: "Maintenance at 19:00", sendAtISO: later } });
    await edit(ctx, { id, input: input({ message: "Maintenance now" }) });
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "finished", successful: 3, broadcast: { message: "Maintenance now" } });
    await expect(edit(ctx, { id, input: input() })).rejects.toMatchObject({ code: "conflict" });
    await expect(edit(ctx, { id: id + 1, input: input() })).rejects.toMatchObject({ code: "not-found" });
  });

  it("waits for a hub that is down when planned later, and says so", async () => {
    const ctx = await start({ mix: {}, labs: 3 });
    const { id } = await send(ctx, input(), { planLater: true });
    hub.setHub({ mode: "down" });
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "running", total: 0, error: expect.any(String) as unknown });
    hub.setHub({ mode: "up" });
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "finished", successful: 3 });
  });
});

describe("saved messages", () => {
  it("come with the one used last first", async () => {
    const ctx = await start({ mix: {}, labs: 1, namedServers: 0 });
    const first = await saveMessage(ctx, input());
    const second = await saveMessage(ctx, input({ message: "Back at 20:00", autoClose: 5000 }));
    expect((await listSaved(ctx)).map(({ id }) => id)).toEqual([second.id, first.id]);
    await takeUpSaved(ctx, first);
    expect(await listSaved(ctx)).toMatchObject([{ ...first, message: "Maintenance at 18:00", type: "warning", autoClose: false }, { ...second, autoClose: 5000, lastUsedISO: null }]);
    await removeSaved(ctx, first);
    await removeSaved(ctx, first);
    expect((await listSaved(ctx)).map(({ id }) => id)).toEqual([second.id]);
  });
});

describe("the history", () => {
  it("lists newest first and clears what has ended", async () => {
    const ctx = await start({ mix: {}, labs: 3 });
    const first = await send(ctx, input());
    await ring(ctx, first.id);
    const second = await send(ctx, input({ message: "Back at 20:00" }));
    const listed = await listSent(ctx, { limit: 50 });
    expect(listed).toMatchObject([
      { id: second.id, message: "Back at 20:00", delivered: 0, total: 3, sender: "root" },
      { id: first.id, message: "Maintenance at 18:00", type: "warning", delivered: 3, total: 3 },
    ]);
    expect(await listSent(ctx, { limit: 50, since: new Date(Date.now() + 60_000) })).toEqual([]);
    expect(await clearSent(ctx)).toEqual({ cleared: 1 });
    expect((await listSent(ctx, { limit: 50 })).map(({ id }) => id)).toEqual([second.id]);
  });
});
