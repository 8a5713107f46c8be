import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { broadcast, delivery } from "#db/schema/index.ts";
import { clearSent } from "./clear-sent.ts";
import { listSent, listsOfSent } from "./list-sent.ts";
import { purgeBroadcasts } from "./purge.ts";
import { ring } from "./ring.ts";
import { send } from "./send.ts";
import { input, ringers } from "./test/ringer.ts";

const { start } = ringers();

describe("the history", () => {
  it("lists newest first and clears what has ended", async () => {
    const { ctx } = await start({ mix: {}, labs: 3 });
    const first = await send(ctx, input());
    await ring(ctx, first.id);
    const second = await send(ctx, input({ message: "Back at 20:00" }));
    const listed = await listSent(ctx, { limit: 50 });
    expect(listed).toMatchObject([
      { id: second.id, message: "Back at 20:00", delivered: 0, total: 3, sender: "root" },
      { id: first.id, message: "Maintenance at 18:00", type: "warning", delivered: 3, total: 3 },
    ]);
    expect(await listSent(ctx, { limit: 50, open: true })).toMatchObject([{ id: second.id }]);
    expect(await listSent(ctx, { limit: 50, open: false })).toMatchObject([{ id: first.id }]);
    expect(await listSent(ctx, { limit: 50, since: new Date(Date.now() + 60_000) })).toEqual([]);
    const lists = [{ limit: 50, open: false }, { limit: 1 }, { limit: 50, since: new Date(Date.now() + 60_000) }];
    expect(await listsOfSent(ctx, lists)).toEqual([[listed[1]], [listed[0]], []]);
    expect(await clearSent(ctx)).toEqual({ cleared: 1 });
    expect((await listSent(ctx, { limit: 50 })).map(({ id }) => id)).toEqual([second.id]);
  });

  it("loses what ended longer ago than the retention, and nothing else", async () => {
    const { ctx } = await start({ mix: {}, labs: 3, namedServers: 0 });
    const [old, young, running, scheduled] = [
      await send(ctx, input()),
      await send(ctx, input()),
      await send(ctx, input()),
      await send(ctx, input({ sendAt: new Date(Date.now() + 3_600_000).toISOString() })),
    ];
    for (const { id } of [old, young]) await ring(ctx, id);
    await ctx.db
      .update(broadcast)
      .set({ createdAt: sql`now() - interval '100 days'`, startedAt: sql`now() - interval '100 days'` });
    await ctx.db
      .update(broadcast)
      .set({ finishedAt: sql`now() - interval '31 days'` })
      .where(eq(broadcast.id, old.id));
    expect(await purgeBroadcasts(ctx, { retentionDays: 30 })).toBe(1);
    expect(await purgeBroadcasts(ctx, { retentionDays: 30 })).toBe(0);
    const left = await ctx.db.select({ id: broadcast.id }).from(broadcast).orderBy(broadcast.id);
    expect(left.map(({ id }) => id)).toEqual([young.id, running.id, scheduled.id]);
    expect(await ctx.db.$count(delivery)).toBe(6);
  });
});
