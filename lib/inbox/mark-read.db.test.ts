import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { scratchDatabase } from "#db/test/scratch.ts";
import type { Ctx } from "#lib/ctx.ts";
import { join } from "#lib/origins/join.ts";
import { append } from "./append.ts";
import { originAudience } from "./audience.ts";
import { clear } from "./clear.ts";
import { counts } from "./counts.ts";
import { keep } from "./keep.ts";
import { list, type Asked } from "./list.ts";
import { markOne } from "./mark-one.ts";
import { markRead } from "./mark-read.ts";
import { mute } from "./mute.ts";
import { overview } from "./overview.ts";
import { newPerson } from "./test/person.ts";
import { undo } from "./undo.ts";

const database = scratchDatabase();
let me: Ctx;

beforeEach(async () => {
  me = await newPerson(database());
  for (const origin of ["core", "dev"]) await join(me.db, { personId: me.actor.personId, origin, source: "admin" });
});

const arrive = async (category: "info" | "error" = "info", origin = "core") => {
  const entry = { audience: originAudience(origin), origin, type: "note", category, data: {}, shownAt: new Date() };
  const [id = 0] = await append(me.db, [entry]);
  return id;
};
const ids = async (asked: Partial<Asked> = {}) =>
  (await list(me, { limit: 200, ...asked })).groups.flatMap(({ notifications }) => notifications.map(({ id }) => id));
const unread = () => ids({ unread: true });

describe("marking many read", () => {
  it("says how many were unread, and is taken back exactly: what was read before stays read", async () => {
    const [one, two, three] = [await arrive(), await arrive(), await arrive()];
    await markOne(me, { origin: "core", id: two, read: true });
    await keep(me, { origin: "core", id: one, kept: true });
    await clear(me, { ids: [two] });
    const first = await markRead(me, {});
    expect([first.marked, await unread()]).toEqual([2, []]);
    await markOne(me, { origin: "core", id: three, read: false });
    const four = await arrive();
    const second = await markRead(me, {});
    expect(second.marked).toBe(2);
    await expect(undo(me, { token: first.undoToken })).rejects.toMatchObject({ code: "conflict" });
    await undo(me, { token: second.undoToken });
    expect(await unread()).toEqual([four, three]);
    await undo(me, { token: first.undoToken });
    expect(await unread()).toEqual([four, three, one]);
    expect((await counts(me)).unread).toBe(3);
    await undo(me, { token: first.undoToken });
    expect(await unread()).toEqual([four, three, one]);
  });

  it("by filters takes what fits, spares the muted, and is taken back", async () => {
    const [error, , muted] = [await arrive("error"), await arrive(), await arrive("error", "dev")];
    await mute(me, { origin: "dev", muted: true });
    const before = await unread();
    const { undoToken, marked } = await markRead(me, { category: "error", unmuted: true });
    expect([marked, await unread()]).toEqual([1, before.filter((id) => id !== error)]);
    const chosen = await markRead(me, { ids: [error, muted, 999_999] });
    expect([chosen.marked, await unread()]).toEqual([1, before.filter((id) => id !== error && id !== muted)]);
    await undo(me, { token: chosen.undoToken });
    await undo(me, { token: undoToken });
    expect(await unread()).toEqual(before);
  });
});

describe("thousands that a filter picks", () => {
  /** More than one statement takes, in two feeds. */
  const each = 2600;
  beforeEach(async () => {
    for (const origin of ["core", "dev"]) {
      await arrive("info", origin);
      await me.db.execute(sql`
        with f as (update feed set head = head + ${each} where audience = ${originAudience(origin)} and origin = ${origin} returning id, head)
        insert into notification (feed_id, seq, type, category, data, shown_at)
        select f.id, f.head - n, 'note', 'info', '{}', now() from f, generate_series(0, ${each - 1}::int) n`);
    }
  });
  const state = async () => {
    const { total, unread: left } = await counts(me);
    return { total, left };
  };

  it("are each marked, and cleared, once", async () => {
    const all = 2 * (each + 1);
    const [first = 0] = await ids();
    await markOne(me, { origin: "dev", id: first, read: true });
    expect(await state()).toEqual({ total: all, left: all - 1 });
    const { marked, undoToken } = await markRead(me, { type: "note" });
    expect([marked, await state()]).toEqual([all - 1, { total: all, left: 0 }]);
    await undo(me, { token: undoToken });
    expect(await state()).toEqual({ total: all, left: all - 1 });
    const taken = await clear(me, { type: "note" });
    expect([taken.cleared, await state()]).toEqual([all, { total: 0, left: 0 }]);
    await undo(me, { token: taken.undoToken });
    expect(await state()).toEqual({ total: all, left: all - 1 });
  });
});

describe("what is chosen", () => {
  it("is cleared by its ids in one go, but for what is kept, and comes back", async () => {
    const [one, two, three] = [await arrive(), await arrive(), await arrive("info", "dev")];
    await keep(me, { origin: "core", id: two, kept: true });
    const { undoToken, cleared } = await clear(me, { ids: [one, two, three] });
    expect([cleared, await ids()]).toEqual([2, [two]]);
    expect([await ids({ kept: true }), await ids({ cleared: true })]).toEqual([[two], [three, one]]);
    expect((await counts(me)).origins).toMatchObject([{ origin: "core", total: 1, kept: 1 }]);
    await undo(me, { token: undoToken });
    expect(await ids({ ids: [three, one] })).toEqual([three, one]);
  });
});

describe("an overview that is fair", () => {
  it("has of each origin its newest, and the errors that nobody has read, whatever came after", async () => {
    const [error, quiet] = [await arrive("error"), await arrive("info", "dev")];
    const entry = {
      audience: originAudience("core"),
      origin: "core",
      type: "note",
      category: "info" as const,
      data: {},
    };
    await append(
      me.db,
      Array.from({ length: 120 }, () => ({ ...entry, shownAt: new Date() })),
    );
    const recent = async (fair: boolean) => (await overview(me, { fair })).overview.recent.map(({ id }) => id);
    expect((await recent(false)).filter((id) => id === error || id === quiet)).toEqual([]);
    const fair = await recent(true);
    expect([fair.length, fair.includes(error), fair.includes(quiet)]).toEqual([52, true, true]);
    await markOne(me, { origin: "core", id: error, read: true });
    expect(await recent(true)).not.toContain(error);
  });
});
