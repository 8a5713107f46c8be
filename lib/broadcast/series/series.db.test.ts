import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { broadcast, series } from "#db/schema/index.ts";
import { cancel } from "../cancel.ts";
import { getBroadcast } from "../get.ts";
import { listSent } from "../list-sent.ts";
import { purgeBroadcasts } from "../purge.ts";
import { ring } from "../ring.ts";
import { seriesInput } from "../schema.ts";
import { ringers } from "../test/ringer.ts";
import { cancelSeries } from "./cancel.ts";
import { getSeries } from "./get.ts";
import { startSeries } from "./start.ts";

const { start } = ringers();
const minuteMs = 60_000;
const setting = () => start({ mix: {}, labs: 3, namedServers: 0 });

/** Two hours from now, so that all reminders are still to come. */
const to = new Date(Date.now() + 120 * minuteMs);
const countdown = (more: object = {}) =>
  seriesInput.parse({
    message: "The hub restarts {in}",
    countdown: { to: to.toISOString(), minutes: [5, 60, 15] },
    ...more,
  });
const weekly = (more: object = {}) =>
  seriesInput.parse({
    message: "Maintenance tonight",
    weekly: { days: ["mon", "thu"], time: "07:00", zone: "Europe/Warsaw", until: inWeeks(4), ...more },
  });
const inWeeks = (weeks: number) => new Date(Date.now() + weeks * 7 * 24 * 60 * minuteMs).toISOString().slice(0, 10);

describe("a countdown", () => {
  it("is a scheduled broadcast for each reminder, with how long it still is", async () => {
    const { ctx, jobs } = await setting();
    const { id } = await startSeries(ctx, countdown({ except: ["bob"], validFor: 60 }));
    const { broadcasts, ...rest } = await getSeries(ctx, { id });
    expect(rest).toEqual({ id, kind: "countdown", message: "The hub restarts {in}" });
    expect(
      broadcasts.map(({ message, sendAtISO }) => [message, (to.getTime() - Date.parse(sendAtISO ?? "")) / minuteMs]),
    ).toEqual([
      ["The hub restarts in 1 hour", 60],
      ["The hub restarts in 15 minutes", 15],
      ["The hub restarts in 5 minutes", 5],
    ]);
    expect(jobs).toEqual(broadcasts.map((one) => one.id));
    expect(await listSent(ctx, { limit: 50, open: true })).toMatchObject([
      { series: id },
      { series: id },
      { series: id },
    ]);

    const [first] = broadcasts;
    if (!first) throw new Error("it has none");
    await ctx.db
      .update(broadcast)
      .set({ sendAt: sql`now()` })
      .where(eq(broadcast.id, first.id));
    await ring(ctx, first.id);
    expect(await getBroadcast(ctx, { id: first.id })).toMatchObject({
      state: "waiting",
      successful: 2,
      broadcast: { message: "The hub restarts in 1 hour", except: ["bob"], series: id },
    });
  });

  it("is cancelled as one; what was sent stays sent", async () => {
    const { ctx } = await setting();
    const { id } = await startSeries(ctx, countdown());
    const { broadcasts } = await getSeries(ctx, { id });
    await ctx.db
      .update(broadcast)
      .set({ sendAt: sql`now()` })
      .where(eq(broadcast.id, broadcasts[0]?.id ?? 0));
    await ring(ctx, broadcasts[0]?.id ?? 0);
    await cancelSeries(ctx, { id });
    await cancelSeries(ctx, { id });
    expect((await getSeries(ctx, { id })).broadcasts.map(({ state }) => state)).toEqual([
      "finished",
      "cancelled",
      "cancelled",
    ]);
  });

  it("that has ended can't be cancelled, nor one that is none", async () => {
    const { ctx } = await setting();
    const { id } = await startSeries(ctx, countdown({ countdown: { to: to.toISOString(), minutes: [5] } }));
    await ctx.db.update(broadcast).set({ state: "finished" });
    await expect(cancelSeries(ctx, { id })).rejects.toMatchObject({ code: "conflict" });
    await expect(cancelSeries(ctx, { id: id + 1 })).rejects.toMatchObject({ code: "not-found" });
    await expect(getSeries(ctx, { id: id + 1 })).rejects.toMatchObject({ code: "not-found" });
  });

  it.each([
    ["of the past", { countdown: { to: "2020-01-01T00:00:00Z", minutes: [5] } }, "countdown.to"],
    ["whose words get too long", { message: `${"x".repeat(130)} {in}` }, "message"],
  ])("%s is refused, and nothing is stored", async (_, more, path) => {
    const { ctx } = await setting();
    await expect(startSeries(ctx, countdown(more))).rejects.toMatchObject({ code: "bad-input", errors: [{ path }] });
    expect(await ctx.db.$count(broadcast)).toBe(0);
  });
});

describe("one that comes each week", () => {
  it("is scheduled up to its end, once for a key", async () => {
    const { ctx } = await setting();
    const { id } = await startSeries(ctx, weekly(), { idempotencyKey: "weekly" });
    expect(await startSeries(ctx, weekly(), { idempotencyKey: "weekly" })).toEqual({ id, replayed: true });
    const { broadcasts } = await getSeries(ctx, { id });
    expect(broadcasts.length).toBeGreaterThanOrEqual(7);
    expect(await ctx.db.$count(broadcast)).toBe(broadcasts.length);
    expect(new Set(broadcasts.map(({ message }) => message))).toEqual(new Set(["Maintenance tonight"]));
  });

  it.each([
    ["has nothing to come", { until: "2020-01-01" }],
    ["never ends", { until: "9999-12-31" }],
  ])("that %s is refused", async (_, more) => {
    const { ctx } = await setting();
    await expect(startSeries(ctx, weekly(more))).rejects.toMatchObject({ errors: [{ path: "weekly.until" }] });
    expect(await ctx.db.$count(series)).toBe(0);
  });

  it("goes on when one of it is cancelled, and is gone when all of it is", async () => {
    const { ctx } = await setting();
    const { id } = await startSeries(ctx, weekly());
    const [first] = (await getSeries(ctx, { id })).broadcasts;
    await cancel(ctx, { id: first?.id ?? 0 });
    const states = async () => (await getSeries(ctx, { id })).broadcasts.map(({ state }) => state);
    expect((await states()).filter((state) => state === "cancelled")).toHaveLength(1);
    await cancelSeries(ctx, { id });
    expect(new Set(await states())).toEqual(new Set(["cancelled"]));
    await ctx.db.update(broadcast).set({ finishedAt: sql`now() - interval '31 days'` });
    await purgeBroadcasts(ctx, { retentionDays: 30 });
    await expect(getSeries(ctx, { id })).rejects.toMatchObject({ code: "not-found" });
  });
});
