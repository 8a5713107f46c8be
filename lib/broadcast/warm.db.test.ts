import { sql } from "drizzle-orm";
import { expect, it, onTestFinished } from "vitest";
import { broadcast } from "#db/schema/index.ts";
import { openBus } from "#lib/bus/bus.ts";
import { activeServers } from "./active-servers.ts";
import { requireHub } from "./ctx.ts";
import { claim } from "./deliveries.ts";
import { getBroadcast } from "./get.ts";
import { ring } from "./ring.ts";
import { send } from "./send.ts";
import { startRinging } from "./start-ringing.ts";
import { input, ringers, type Ringer } from "./test/ringer.ts";
import { warmScheduled } from "./warm-scheduled.ts";

const { database, start } = ringers();
const healthyLabs = { mix: {}, namedServers: 1 };

const check = ({ ctx }: Ringer, warm = true) =>
  activeServers(ctx, { probe: true, warm, signal: new AbortController().signal });
const sendAndRing = async ({ ctx }: Ringer, more?: object) => {
  const { id } = await send(ctx, input(more));
  await ring(ctx, id);
  return (await getBroadcast(ctx, { id })).outcomes;
};
const minted = ({ hub }: Ringer) => hub.state().minted;

it("rings labs that were checked with the tokens of the check, and each with one of its own", async () => {
  const ringer = await start({ labs: 12, ...healthyLabs });
  await check(ringer, false);
  await check(ringer);
  expect(minted(ringer), "the second check had them already").toBe(12);
  expect(await sendAndRing(ringer)).toEqual({ delivered: 12 });
  expect(minted(ringer), "the send asked the hub for none").toBe(12);
  const arrived = ringer.hub.labs().map(({ arrivals }) => arrivals.map(({ tokenId }) => tokenId));
  expect(arrived.every((tokens) => tokens.length === 1)).toBe(true);
  expect(new Set(arrived.flat()).size).toBe(12);
  expect(ringer.hub.state().leaks).toEqual([]);

  expect(await sendAndRing(ringer)).toEqual({ delivered: 12 });
  expect(minted(ringer), "a token is for one broadcast").toBe(24);
  await check(ringer);
  expect(minted(ringer), "while somebody writes, labs that are known are asked again for want of tokens").toBe(36);
  expect(ringer.lines.join("")).not.toMatch(/authorization|"token"/i);
});

it("never gives one token to two broadcasts at once, nor keeps one for a lab that was started anew", async () => {
  const ringer = await start({ labs: 10, ...healthyLabs });
  await check(ringer);
  const outcomes = await Promise.all([sendAndRing(ringer), sendAndRing(ringer)]);
  expect(outcomes).toEqual([{ delivered: 10 }, { delivered: 10 }]);
  const tokens = ringer.hub.labs().flatMap(({ arrivals }) => arrivals.map(({ tokenId }) => tokenId));
  expect(new Set(tokens).size).toBe(20);
  expect(minted(ringer)).toBe(20);

  await check(ringer);
  const { username, server } = ringer.hub.labs()[3] ?? { username: "", server: "" };
  const before = new Set(ringer.hub.lab(username, server).arrivals.map(({ tokenId }) => tokenId ?? "none"));
  ringer.hub.setLab({ username, server, behaviour: "stopped" });
  ringer.hub.setLab({ username, server, behaviour: "healthy" });
  expect(await sendAndRing(ringer)).toEqual({ delivered: 10 });
  expect(minted(ringer), "ten by the check, one for the lab that is new").toBe(31);
  expect(before.has(ringer.hub.lab(username, server).arrivals.at(-1)?.tokenId ?? "")).toBe(false);
  expect(ringer.hub.state().leaks).toEqual([]);
});

it("lets hostile labs harm nobody but themselves", async () => {
  const ringer = await start({ labs: 8, ...healthyLabs });
  await check(ringer);
  const [hung, refusing, leading] = ringer.hub.labs();
  for (const [lab, behaviour] of [
    [hung, "hung"],
    [refusing, "refused-token"],
    [leading, "redirect"],
  ] as const)
    if (lab) ringer.hub.setLab({ username: lab.username, server: lab.server, behaviour });
  expect(await sendAndRing(ringer)).toEqual({ delivered: 5, unknown: 1, unauthorized: 2 });
  expect(minted(ringer), "one more, for the lab that refused its own").toBe(9);
  expect([hung, refusing, leading].map((lab) => lab?.arrivals.length)).toEqual([1, 2, 1]);
  expect(ringer.hub.state()).toMatchObject({ leaks: [], redirectsFollowed: [] });
});

it("ends a check that a send finds under way, and has no token made twice", async () => {
  const { ctx, ...ringer } = await start({ labs: 40, mix: {}, namedServers: 0 });
  const hub = requireHub(ctx);
  const gate = Promise.withResolvers<void>();
  let asked = 0;
  const mintToken: typeof hub.mintToken = async (target) => {
    if ((asked += 1) > 5) await gate.promise;
    return hub.mintToken(target);
  };
  const slow = { ...ringer, ctx: { ...ctx, hub: { ...hub, mintToken } } };
  const checking = check(slow);
  await expect.poll(() => asked).toBeGreaterThan(5);
  const { id } = await send(slow.ctx, input());
  gate.resolve();
  await ring(slow.ctx, id);
  expect((await getBroadcast(ctx, { id })).outcomes).toEqual({ delivered: 40 });
  const { servers } = await checking;
  expect(servers.filter(({ extension }) => extension === undefined).length, "not asked").toBeGreaterThan(20);
  expect(servers.filter(({ extension }) => extension === "unreachable")).toEqual([]);
  expect(minted(slow), "the send took those that were under way").toBe(40);
});

it("makes the tokens of what is due within a minute, for whom it is meant", async () => {
  const ringer = await start({ labs: 6, ...healthyLabs });
  const soon = new Date(Date.now() + 3_000_000).toISOString();
  const { id } = await send(ringer.ctx, input({ sendAt: soon, recipients: [ringer.hub.labs()[0]?.username] }));
  await warmScheduled(ringer.ctx);
  expect(minted(ringer), "it is not due soon").toBe(0);
  await ringer.ctx.db.update(broadcast).set({ sendAt: sql`now() + interval '30 seconds'` });
  await warmScheduled(ringer.ctx);
  await warmScheduled(ringer.ctx);
  const made = minted(ringer);
  expect(made).toBe(ringer.hub.labs().filter(({ username }) => username === ringer.hub.labs()[0]?.username).length);
  await ringer.ctx.db.update(broadcast).set({ sendAt: sql`now()` });
  await ring(ringer.ctx, id);
  expect((await getBroadcast(ringer.ctx, { id })).outcomes).toEqual({ delivered: made });
  expect(minted(ringer)).toBe(made);
});

it("claims first what there are tokens for", async () => {
  const ringer = await start({ labs: 20, mix: {}, namedServers: 0 });
  const { id } = await send(ringer.ctx, input());
  const [row] = await ringer.ctx.db.execute<{ username: string; server: string; started: string }>(
    sql`select username, server, lab_started as started from delivery where broadcast_id = ${id} order by username desc limit 1`,
  );
  if (!row) throw new Error("there are deliveries");
  ringer.ctx.labs.warm.keep(row, "t");
  ringer.ctx.labs.warm.keep({ ...row, username: "nobody" }, "t");
  const claimed = (await Array.fromAsync(claim(ringer.ctx, id))).map(({ username }) => username);
  expect(claimed[0]).toBe(row.username);
  expect(new Set(claimed).size).toBe(20);
});

it("lets the others know that it has tokens, so that they let it go first", async () => {
  const [one, other] = [await start({ labs: 1, namedServers: 0 }), await start({ labs: 1, namedServers: 0 })];
  const bus = await openBus(database());
  const stopping = new AbortController();
  one.ctx.labs.warm.keep({ username: "ann", server: "", started: null }, "t");
  const stops: (() => Promise<void>)[] = [];
  for (const { ctx } of [one, other])
    stops.push(await startRinging(ctx, { ...ctx, stopping: stopping.signal, bus, alone: false }));
  onTestFinished(async () => {
    stopping.abort();
    await Promise.all(stops.map((stop) => stop()));
    await bus.close();
  });
  await expect.poll(() => other.ctx.labs.warm.isElsewhere, { timeout: 20_000 }).toBe(true);
  expect(one.ctx.labs.warm.isElsewhere, "nobody else has").toBe(false);
});
