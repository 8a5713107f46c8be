import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Db } from "#db/client.ts";
import { transaction } from "#lib/bus/committed.ts";
import type { BelfryError } from "#lib/errors.ts";
import { scratchDatabase } from "#db/test/scratch.ts";
import type { Ctx } from "#lib/ctx.ts";
import { addMember } from "#lib/origins/add-member.ts";
import { registerOrigin } from "#lib/origins/register.ts";
import { removeMember } from "#lib/origins/remove-member.ts";
import { append } from "./append.ts";
import type { NewEntry } from "./entry.ts";
import { appendBatched } from "./append-batched.ts";
import { everyone, originAudience } from "./audience.ts";
import { clear } from "./clear.ts";
import { list } from "./list.ts";
import { publish } from "./publish.ts";
import type { NewNotification } from "./schema.ts";
import { newPerson } from "./test/person.ts";
import { proposedBodies } from "./test/proposed.ts";

const database = scratchDatabase();
let admin: Ctx;
let alice: Ctx;
let bob: Ctx;

beforeAll(async () => {
  [admin, alice, bob] = [
    await newPerson(database(), { role: "admin" }),
    await newPerson(database()),
    await newPerson(database()),
  ];
  for (const name of ["core", "cnunciato"]) await registerOrigin(admin, { name });
  await addMember(admin, { origin: "core", username: alice.actor.username });
  await addMember(admin, { origin: "cnunciato", username: bob.actor.username });
});

const note = (more: Partial<NewNotification> = {}): NewNotification => ({
  type: "note",
  origin: "core",
  data: {},
  ...more,
});
const shown = async (ctx: Ctx) =>
  (await list(ctx, { limit: 200 })).groups
    .flatMap(({ notifications }) => notifications)
    .toSorted((a, b) => a.id - b.id);
const stored = async () =>
  (await database().db.execute<{ count: number }>(sql`select count(*) from notification`))[0]?.count;

describe("publish", () => {
  it("shows the eight proposed bodies to those concerned, as they were written but for their id", async () => {
    const ids = await publish(admin, proposedBodies as NewNotification[]);
    const expected = proposedBodies.map((body, at) => ({ ...body, id: ids[at], read: false }));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(await shown(alice)).toEqual(expected.slice(0, 7));
    expect(await shown(bob)).toEqual(expected.slice(7));
  });

  it("reaches chosen people alone, each once, with one id", async () => {
    const to = { users: [bob.actor.username, alice.actor.username, bob.actor.username] };
    const [id] = await publish(admin, note({ to, type: "job-finished", data: { status: "Failed" } }));
    for (const ctx of [alice, bob])
      expect((await shown(ctx)).filter((each) => each.id === id)).toMatchObject([
        { category: "error", origin: "core" },
      ]);
    const [forBob] = await publish(admin, note({ to: { users: [bob.actor.username] } }));
    expect((await shown(alice)).map((each) => each.id)).not.toContain(forBob);
  });

  it("is all or none, and says what was wrong", async () => {
    const before = await stored();
    const refused = (given: NewNotification | NewNotification[], code: string, message: RegExp) =>
      expect(publish(admin, given)).rejects.toMatchObject({ code, message: expect.stringMatching(message) as unknown });
    await refused([note(), note({ origin: "hub" })], "forbidden", /Belfry's own/);
    await refused([note(), note({ type: "broadcast" })], "forbidden", /Belfry's own/);
    await refused([note(), note({ origin: "nowhere" })], "not-found", /nowhere/);
    await refused(
      [note(), note({ to: { users: ["nobody"] } })],
      "bad-input",
      /^1\.to\.users\.0: nobody is named nobody/,
    );
    await refused(note({ to: { users: [alice.actor.username, "__proto__"] } }), "bad-input", /^to\.users\.1/);
    const many = Array.from({ length: 60_000 }, (_, n) => `u${n}`);
    const error = await publish(admin, note({ to: { users: many } })).catch((thrown: unknown) => thrown as BelfryError);
    expect(error).toMatchObject({
      code: "bad-input",
      message: expect.stringMatching(/; and 59,980 more\.$/) as unknown,
    });
    expect((error as BelfryError).errors.map(({ path }) => path)).toEqual(
      Array.from({ length: 20 }, (_, n) => `to.users.${n}`),
    );
    expect(await stored()).toBe(before);
    expect(await publish(admin, [])).toEqual([]);
  });

  it("needs the scope for each origin, and a member's counts while they belong to it", async () => {
    const actor = { ...alice.actor, via: "token", scopes: ["publish:core", "publish:cnunciato"] } as const;
    await publish({ ...alice, actor }, note());
    await expect(publish({ ...alice, actor }, [note(), note({ origin: "cnunciato" })])).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(publish({ ...alice, actor }, note({ origin: "nowhere" }))).rejects.toMatchObject({
      code: "forbidden",
    });
    await removeMember(admin, { origin: "core", username: alice.actor.username });
    await expect(publish({ ...alice, actor }, note())).rejects.toMatchObject({ code: "forbidden" });
    await addMember(admin, { origin: "core", username: alice.actor.username });
    await expect(
      publish({ ...admin, actor: { ...admin.actor, scopes: ["publish:core"] } }, note({ origin: "cnunciato" })),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  it("keeps the time it is told for display, and orders by arrival", async () => {
    const [first, second] = [
      await publish(admin, note({ timestamp: 2_000_000_000_000 })),
      await publish(admin, note({ timestamp: 0 })),
    ];
    expect((await shown(alice)).filter(({ id }) => [...first, ...second].includes(id))).toMatchObject([
      { id: first[0], timestamp: 2_000_000_000_000 },
      { id: second[0], timestamp: 0 },
    ]);
  });
});

describe("publishers that come together", () => {
  const entry = (n: number, data: NewEntry["data"] = { n }): NewEntry => ({
    audience: originAudience("joined"),
    origin: "joined",
    type: "note",
    category: "info",
    data,
    shownAt: new Date(),
  });
  const batched = async (db: Db, entries: NewEntry[]) => (await appendBatched(db, { entries })) ?? [];
  const numbers = (ids: number[]) =>
    database().db.execute<{ n: number; audience: string }>(
      sql`select (data->>'n')::int as n, audience from notification n join feed f on f.id = feed_id where n.id in ${ids} order by n.id, audience`,
    );

  it("get each their own ids, of few statements", async () => {
    const { db } = database();
    const all = await Promise.all(Array.from({ length: 300 }, (_, n) => batched(db, [entry(2 * n), entry(2 * n + 1)])));
    for (const [n, ids] of all.entries()) expect((await numbers(ids)).map((row) => row.n)).toEqual([2 * n, 2 * n + 1]);
    const [statements] = await db.execute<{ count: number }>(sql`
      select count(distinct created_at) from notification n join feed f on f.id = n.feed_id where f.origin = 'joined'`);
    expect(statements?.count).toBe(2);
  });

  it("do not fail with one whose entries Postgres refuses", async () => {
    const { db } = database();
    const bad = batched(db, [entry(1), entry(2, { text: "\u0000" })]);
    const good = Promise.all([
      batched(db, [entry(3)]),
      batched(db, [{ ...entry(4), audience: ["a", "b", "a"] }, entry(5)]),
    ]);
    await expect(bad).rejects.toThrow();
    expect(await Promise.all((await good).map(numbers))).toEqual([
      [{ n: 3, audience: "origin:joined" }],
      [
        { n: 4, audience: "a" },
        { n: 4, audience: "b" },
        { n: 5, audience: "origin:joined" },
      ],
    ]);
  });

  it("are each told whether what they need holds, whatever it is for the others, and store nothing where it does not", async () => {
    const { personId } = alice.actor;
    const asking = (origin: string, member?: number) =>
      appendBatched(database().db, {
        entries: [entry(7), { ...entry(8), origin: "needs", audience: ["c", "d"] }],
        requires: [{ origin: "core", member }, { origin }],
      });
    const before = await stored();
    const answers = await Promise.all([
      asking("core", personId),
      asking("nobodys"),
      asking("cnunciato", bob.actor.personId),
      asking("cnunciato"),
    ]);
    expect(
      await Promise.all(answers.map(async (ids) => ids && (await numbers(ids)).map(({ audience }) => audience))),
    ).toEqual([["origin:joined", "c", "d"], undefined, undefined, ["origin:joined", "c", "d"]]);
    expect(await stored()).toBe((before ?? 0) + 6);
  });

  it("ask nothing more than the statement that stores", async () => {
    const { db } = database();
    const execute = vi.spyOn(db, "execute");
    const asked = vi.spyOn((db._.session as unknown as { client: { unsafe: () => void } }).client, "unsafe");
    const publisher: Ctx = { ...alice, db, actor: { ...alice.actor, scopes: ["publish:core"] } };
    await Promise.all([publish(publisher, note()), publish(admin, [note(), note({ origin: "cnunciato" })])]);
    expect([asked.mock.calls.length, execute.mock.calls.length]).toEqual([1, 0]);
    execute.mockRestore();
    asked.mockRestore();
  });

  it("are stored by themselves on a transaction", async () => {
    const { db } = database();
    const failed = transaction(db, async (tx) => {
      await Promise.all([
        batched(tx, [{ ...entry(1), origin: "undone" }]),
        batched(db, [{ ...entry(2), origin: "kept" }]),
      ]);
      throw new Error("back");
    });
    await expect(failed).rejects.toThrow("back");
    const feeds = await db.execute<{ origin: string }>(sql`select origin from feed where origin in ('undone', 'kept')`);
    expect(feeds.map(({ origin }) => origin)).toEqual(["kept"]);
  });

  it("lose nothing to a clear: what came after a listing stays, and each is shown once", async () => {
    const reader = await newPerson(database());
    const { db } = database();
    const published = new Set<number>();
    const seen = new Set<number>();
    let publishing = 4;
    const publisher = async (origin: string) => {
      for (let n = 0; n < 40; n++)
        for (const id of await append(db, [{ ...entry(n), audience: everyone, origin: n % 2 ? origin : "shared" }]))
          published.add(id);
      publishing--;
    };
    const clearer = async () => {
      while (publishing > 0) {
        const listed = await list(reader, { limit: 200 });
        for (const { id } of listed.groups.flatMap(({ notifications }) => notifications)) seen.add(id);
        await clear(reader, { asOf: listed.asOf });
      }
    };
    await Promise.all([...["a", "b", "c", "d"].map(publisher), clearer(), clearer()]);
    const kept = new Set((await shown(reader)).map(({ id }) => id));
    expect([...published].filter((id) => !seen.has(id) && !kept.has(id))).toEqual([]);
    const [dense] = await db.execute<{ dense: boolean }>(sql`
      select bool_and(head = (select count(*) from notification n where n.feed_id = f.id) and head = (select max(seq) from notification n where n.feed_id = f.id)) as dense
      from feed f where audience = 'everyone'`);
    expect(dense?.dense).toBe(true);
  });
});
