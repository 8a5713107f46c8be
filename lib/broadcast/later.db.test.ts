import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { broadcast, notification } from "#db/schema/index.ts";
import { due, untilNextMs } from "./begin.ts";
import { edit } from "./edit.ts";
import { getBroadcast } from "./get.ts";
import { ring } from "./ring.ts";
import { send } from "./send.ts";
import { input, ringers } from "./test/ringer.ts";

const { start } = ringers();

describe("later", () => {
  it("starts a scheduled one when it is due, with its copy in the inbox only then", async () => {
    const { ctx, jobs } = await start({ mix: {}, labs: 3 });
    const { id } = await send(ctx, input({ sendAt: new Date(Date.now() + 3_600_000).toISOString() }));
    expect(jobs).toEqual([id]);
    expect(await due(ctx)).toEqual([]);
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "scheduled", total: 0 });
    expect(await ctx.db.$count(notification)).toBe(0);
    await ctx.db
      .update(broadcast)
      .set({ sendAt: sql`now()` })
      .where(eq(broadcast.id, id));
    expect(await due(ctx)).toEqual([id]);
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "finished", successful: 3 });
    expect(await ctx.db.$count(notification)).toBe(1);
  });

  it("is looked ahead to when it is soon", async () => {
    const { ctx } = await start({ mix: {}, labs: 1 });
    const inS = (seconds: number) =>
      ctx.db.update(broadcast).set({ sendAt: sql`now() + ${seconds} * interval '1 second'` });
    await send(ctx, input({ sendAt: new Date(Date.now() + 3_600_000).toISOString() }));
    expect(await untilNextMs(ctx)).toBeUndefined();
    await inS(9);
    const ms = await untilNextMs(ctx);
    expect(ms).toBeGreaterThan(0);
    expect(ms).toBeLessThanOrEqual(9000);
    await inS(0);
    expect(await untilNextMs(ctx), "due already").toBeUndefined();
  });

  it("is refused for a time more than a minute past, sent at once for one that has just passed", async () => {
    const { ctx } = await start({ mix: {}, labs: 3 });
    const ago = (seconds: number) => input({ sendAt: new Date(Date.now() - seconds * 1000).toISOString() });
    const refused = { code: "bad-input", errors: [{ path: "sendAt" }] };
    await expect(send(ctx, ago(90))).rejects.toMatchObject(refused);
    const { id } = await send(ctx, ago(5));
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({ state: "finished", successful: 3 });
    const scheduled = await send(ctx, input({ sendAt: new Date(Date.now() + 3_600_000).toISOString() }));
    await expect(edit(ctx, { id: scheduled.id, input: ago(90) })).rejects.toMatchObject(refused);
  });

  it("can be edited until it starts, and then no more", async () => {
    const { ctx } = await start({ mix: {}, labs: 3 });
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const { id } = await send(ctx, input({ sendAt: later }));
    await edit(ctx, { id, input: input({ message: "Maintenance at 19:00", sendAt: later }) });
    expect(await getBroadcast(ctx, { id })).toMatchObject({
      state: "scheduled",
      broadcast: { message: "Maintenance at 19:00", sendAtISO: later },
    });
    await edit(ctx, { id, input: input({ message: "Maintenance now" }) });
    await ring(ctx, id);
    expect(await getBroadcast(ctx, { id })).toMatchObject({
      state: "finished",
      successful: 3,
      broadcast: { message: "Maintenance now" },
    });
    await expect(edit(ctx, { id, input: input() })).rejects.toMatchObject({ code: "conflict" });
    await expect(edit(ctx, { id: id + 1, input: input() })).rejects.toMatchObject({ code: "not-found" });
  });
});
