import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import type { SimulatedHub } from "#scripts/simulated-hub/index.ts";
import type { RingCtx } from "./ctx.ts";
import { getBroadcast } from "./get.ts";
import { retry } from "./retry.ts";
import { ring } from "./ring.ts";
import { RungMemory } from "./rung-memory.ts";
import { send } from "./send.ts";
import { input, ringers } from "./test/ringer.ts";

const { start } = ringers();

/** As a standby that lacks the last commits has it: nobody rung yet, and the broadcast at work. */
async function goBack({ db }: Pick<RingCtx, "db">): Promise<void> {
  await db.execute(sql`
    update delivery set outcome = 'queued', http_status = null, duration_ms = null, reason = null, address = null,
      finished_at = null, lease_owner = null, lease_until = null`);
  await db.execute(sql`update broadcast set state = 'running', finished_at = null, lease_until = null`);
}

const arrived = (hub: SimulatedHub) => hub.labs().map(({ arrivals }) => arrivals.length);
const once = (hub: SimulatedHub) => arrived(hub).every((times) => times === 1);

it("rows that come back as queued in the middle of a broadcast are written down again and rung to nobody twice", async () => {
  const { ctx, hub } = await start({ labs: 300, namedServers: 0, mix: { "no-extension": 20 }, mintsPerSecond: 200 });
  const { id } = await send(ctx, input());
  const first = ring(ctx, id);
  await expect.poll(() => hub.state().totals.arrivals).toBeGreaterThan(60);
  await goBack(ctx);
  // As the next round does, while the first is still at work.
  const second = ring(ctx, id);
  await expect.poll(() => hub.state().totals.arrivals).toBeGreaterThan(200);
  await goBack(ctx);
  await Promise.all([first, second]);
  await ring(ctx, id);
  expect(once(hub)).toBe(true);
  expect(await getBroadcast(ctx, { id })).toMatchObject({
    state: "finished",
    outcomes: { delivered: 280, "extension-missing": 20 },
  });
});

it("… and when all was done, and without the hub, and only what was rung here", async () => {
  const { ctx, hub } = await start({ labs: 5, namedServers: 0, mix: { hung: 1 } });
  const { id } = await send(ctx, input());
  await ring(ctx, id);
  const before = await getBroadcast(ctx, { id });
  await goBack(ctx);
  hub.setHub({ mode: "down" });
  await ring(ctx, id);
  expect((await getBroadcast(ctx, { id })).details).toEqual(before.details);
  expect(once(hub)).toBe(true);

  hub.setHub({ mode: "up" });
  await goBack(ctx);
  await ring({ ...ctx, rung: new RungMemory() }, id);
  expect(arrived(hub), "another process can't know").toEqual([2, 2, 2, 2, 2]);
});

it("a retry rings again all the same", async () => {
  const { ctx, hub } = await start({ labs: 3, namedServers: 0, mix: { "no-extension": 1 } });
  const { id } = await send(ctx, input());
  await ring(ctx, id);
  for (const { username, behaviour } of hub.labs())
    if (behaviour === "no-extension") hub.setLab({ username, behaviour: "healthy" });
  await retry(ctx, { id, unknown: false });
  await ring(ctx, id);
  expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "finished", outcomes: { delivered: 3 } });
});
