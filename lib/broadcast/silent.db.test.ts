import { expect, it, vi } from "vitest";
import { openLabConnections } from "#lib/jupyterhub/lab-connections.ts";
import { activeServers } from "./active-servers.ts";
import { claim } from "./deliveries.ts";
import { ring } from "./ring.ts";
import { send } from "./send.ts";
import { input, ringers, type Ringer } from "./test/ringer.ts";

const { start } = ringers();

const hungOf = ({ hub }: Ringer) =>
  hub.labs().flatMap(({ behaviour, username }) => (behaviour === "hung" ? [username] : []));
const sent = async ({ ctx }: Ringer) => (await send(ctx, input())).id;
/** Who is claimed, in this order. @param each called at each of them */
const claimedBy = async ({ ctx }: Ringer, id: number, each: () => void = () => undefined) =>
  Array.fromAsync(claim(ctx, id), ({ username }) => {
    each();
    return username;
  });
/** All that hang are known to. */
function know({ ctx, hub }: Ringer): void {
  for (const { username, server, behaviour, startedISO } of hub.labs())
    if (behaviour === "hung") ctx.labs.silent.note({ username, server, started: startedISO }, true);
}

it("rings first who hung the last time, which ends it sooner, and no longer once they answer", async () => {
  const ringer = await start({ labs: 60, namedServers: 0, mix: { hung: 6 } });
  const hung = hungOf(ringer);
  await ring(ringer.ctx, await sent(ringer));
  expect(new Set(ringer.ctx.labs.silent.all().map(({ username }) => username))).toEqual(new Set(hung));

  await ring(ringer.ctx, await sent(ringer));
  const arrived = ringer.hub
    .labs()
    .map(({ username, arrivals }) => ({ username, at: arrivals[1]?.at ?? Infinity }))
    .sort((a, b) => a.at - b.at);
  // Those that are worked on at the same moment may change places.
  const among = arrived.slice(0, hung.length + 8).map(({ username }) => username);
  expect(among).toEqual(expect.arrayContaining(hung));

  const [healed = ""] = hung;
  ringer.hub.setLab({ username: healed, behaviour: "healthy" });
  await ring(ringer.ctx, await sent(ringer));
  expect(ringer.ctx.labs.silent.all().map(({ username }) => username)).not.toContain(healed);
});

it("learns it from a check as well, and rings those first among labs that have tokens", async () => {
  const ringer = await start({ labs: 20, namedServers: 0, mix: { hung: 3 } });
  await activeServers(ringer.ctx, { probe: true, warm: true, signal: new AbortController().signal });
  const claimed = await claimedBy(ringer, await sent(ringer));
  expect(claimed).toHaveLength(20);
  expect(new Set(claimed.slice(0, 3))).toEqual(new Set(hungOf(ringer)));
});

it("gives them no more than a quarter of the connections before the others", async () => {
  const ringer = await start({ labs: 60, namedServers: 0, mix: { hung: 40 } });
  know(ringer);
  const pool = openLabConnections({ timeoutMs: 100, mostConnections: 20 });
  const few = { ...ringer, ctx: { ...ringer.ctx, labs: { ...ringer.ctx.labs, pool } } };
  const hung = hungOf(ringer);
  const claimed = await claimedBy(few, await sent(ringer));
  pool.destroy();
  expect(claimed).toHaveLength(60);
  expect(claimed.slice(0, 5).every((username) => hung.includes(username))).toBe(true);
  expect(
    claimed.slice(5, 25).every((username) => hung.includes(username)),
    "then as they come",
  ).toBe(false);
});

it("gives them no more than half a second before the others", async () => {
  const ringer = await start({ labs: 150, namedServers: 0, mix: { hung: 100 } });
  know(ringer);
  const hung = hungOf(ringer);
  const id = await sent(ringer);
  let nowMs = performance.now();
  const clock = vi.spyOn(performance, "now").mockImplementation(() => nowMs);
  // As if the hub took ten milliseconds for each token.
  const claimed = await claimedBy(ringer, id, () => (nowMs += 10));
  clock.mockRestore();
  expect(new Set(claimed).size).toBe(150);
  const before = claimed.findIndex((username) => !hung.includes(username));
  expect(before).toBeGreaterThanOrEqual(50);
  expect(before).toBeLessThan(100);
});

it("looks for none of them where it is for others", async () => {
  const ringer = await start({ labs: 150, namedServers: 0, mix: { hung: 100 } });
  know(ringer);
  const [healthy = ""] = ringer.hub
    .labs()
    .flatMap(({ behaviour, username }) => (behaviour === "healthy" ? username : []));
  const { id } = await send(ringer.ctx, input({ recipients: [healthy] }));
  const execute = vi.spyOn(ringer.ctx.db, "execute");
  expect(await claimedBy(ringer, id)).toEqual([healthy]);
  expect(execute, "once for those that hung, for the one, and for whether there is more").toHaveBeenCalledTimes(3);
  execute.mockRestore();
});
