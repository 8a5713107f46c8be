import { sql } from "drizzle-orm";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openDatabase } from "#db/client.ts";
import { scratchDatabase } from "#db/test/scratch.ts";
import { transaction } from "#lib/bus/committed.ts";
import { append } from "#lib/inbox/append.ts";
import { everyone, originAudience, userAudience } from "#lib/inbox/audience.ts";
import { clear } from "#lib/inbox/clear.ts";
import { dismiss } from "#lib/inbox/dismiss.ts";
import { list } from "#lib/inbox/list.ts";
import { markOne } from "#lib/inbox/mark-one.ts";
import { markRead } from "#lib/inbox/mark-read.ts";
import { undo } from "#lib/inbox/undo.ts";
import { join } from "#lib/origins/join.ts";
import { leave } from "#lib/origins/leave.ts";
import { registerOrigin } from "#lib/origins/register.ts";
import { removeOrigin } from "#lib/origins/remove.ts";
import { entry, setting } from "./test/setting.ts";

const database = scratchDatabase();
const { startLive, newPerson, publish } = setting(database);

/** Gives the statements that have been asked since. */
function statements(): () => string[] {
  const { client } = database().db._.session as unknown as { client: { unsafe: (text: string) => unknown } };
  const asked = vi.spyOn(client, "unsafe");
  onTestFinished(() => asked.mockRestore());
  return () => asked.mock.calls.map(([text]) => text);
}

describe("arrivals", () => {
  it("reach those who see them, on every instance, as the lists give them", async () => {
    const [one, other] = [await startLive(), await startLive()];
    const [alice, bob] = [await newPerson(), await newPerson()];
    await join(alice.db, { personId: alice.actor.personId, origin: "core", source: "admin" });
    const readers = [await one.read(alice.actor), await other.read(alice.actor), await one.read(bob.actor)] as const;
    await append(alice.db, [
      entry(everyone, 1),
      entry(originAudience("core"), 2),
      entry(userAudience("local", alice.actor.username), 3, "core"),
      entry(userAudience("local", "nobody"), 4),
      entry(everyone, 5),
    ]);
    await expect
      .poll(() => readers.map((reader) => reader.numbers()))
      .toEqual([
        [1, 2, 3, 5],
        [1, 2, 3, 5],
        [1, 5],
      ]);
    const listed = (await list(alice, { limit: 50 })).groups.flatMap(({ notifications }) => notifications);
    expect(
      readers[0].data("notification").toSorted((a, b) => (b as { id: number }).id - (a as { id: number }).id),
    ).toEqual(listed.toSorted((a, b) => b.id - a.id));
    expect(readers[0].retryMs).toBeGreaterThanOrEqual(1000);
  });

  it("that were stored here are not read again, and are the same as those that another instance stored", async () => {
    const alice = await newPerson();
    for (const origin of ["here", "there"])
      await join(alice.db, { personId: alice.actor.personId, origin, source: "admin" });
    const audiences = [originAudience("here"), userAudience("local", alice.actor.username)];
    const entries = [
      { ...entry(originAudience("there"), 1), data: { z: 1, a: [1.5e300, "ü\u2028", { deep: null }] } },
      { ...entry("", 2, "here"), audience: audiences, category: "warning" as const },
      { ...entry("", 3, "here"), audience: [] },
      entry(originAudience("here"), 4),
    ];
    await append(alice.db, entries);
    const live = await startLive();
    const reader = await live.read(alice.actor);
    const asked = statements();
    await append(alice.db, entries);
    await expect.poll(() => reader.data("notification")).toHaveLength(4);
    expect(asked().filter((text) => text.includes("jsonb_to_recordset"))).toEqual([]);
    const other = openDatabase(database().url);
    onTestFinished(() => other.close());
    await append(other.db, entries);
    await expect.poll(() => reader.data("notification")).toHaveLength(8);
    const told = reader.data("notification").map((one) => ({ ...(one as object), id: undefined }));
    expect(told.slice(0, 4)).toEqual(told.slice(4));
  });

  it("of two instances that publish at once are told in their order, each once", async () => {
    const live = await startLive();
    const alice = await newPerson();
    await publish(everyone, -1);
    const reader = await live.read(alice.actor);
    const other = openDatabase(database().url);
    onTestFinished(() => other.close());
    const numbers = Array.from({ length: 60 }, (_, n) => n);
    await Promise.all(numbers.map((n) => append(n % 3 ? alice.db : other.db, [entry(everyone, n)])));
    await expect.poll(() => reader.numbers().length).toBe(60);
    expect(new Set(reader.numbers())).toEqual(new Set(numbers));
    const ids = reader.data("notification").map((one) => (one as { id: number }).id);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  });

  it("of transactions are told once those commit, and never what was rolled back", async () => {
    const live = await startLive();
    const alice = await newPerson();
    await publish(everyone, 0);
    const reader = await live.read(alice.actor);
    const rolledBack = transaction(alice.db, async (tx) => {
      await append(tx, [entry(everyone, 1)]);
      throw new Error("back");
    });
    await expect(rolledBack).rejects.toThrow("back");
    await transaction(alice.db, (tx) => append(tx, [entry(everyone, 2)]));
    await publish(everyone, 3);
    await expect.poll(() => reader.numbers()).toEqual([2, 3]);
  });

  it("of a feed that is born while connected come from its beginning", async () => {
    const live = await startLive();
    const alice = await newPerson();
    const reader = await live.read(alice.actor);
    await publish(userAudience("local", alice.actor.username), 1, 2);
    await expect.poll(() => reader.numbers()).toEqual([1, 2]);
  });

  it("that are too many to send are a reset, and the hub goes on behind it", async () => {
    const live = await startLive();
    const alice = await newPerson();
    const reader = await live.read(alice.actor);
    await append(
      alice.db,
      Array.from({ length: 201 }, (_, n) => entry(everyone, n)),
    );
    await expect.poll(() => reader.events.map(({ event }) => event)).toEqual(["reset"]);
    await publish(everyone, 1);
    await expect.poll(() => reader.numbers()).toEqual([1]);
  });

  it("keep the order of commits when many publish at once to several feeds", async () => {
    const live = await startLive();
    const alice = await newPerson();
    for (const origin of ["p", "q"]) await join(alice.db, { personId: alice.actor.personId, origin, source: "admin" });
    const reader = await live.read(alice.actor);
    await Promise.all(Array.from({ length: 60 }, (_, n) => publish(originAudience(n % 2 ? "p" : "q"), n)));
    await expect.poll(() => reader.numbers().length).toBe(60);
    expect(new Set(reader.numbers()).size).toBe(60);
    expect(reader.data("reset")).toEqual([]);
  });

  it("announced in vain are found by the sweep", async () => {
    const live = await startLive({ sweepMs: 100 });
    const [alice, bob] = [await newPerson(), await newPerson()];
    const readers = [await live.read(alice.actor), await live.read(bob.actor)] as const;
    await database().db.execute(sql`
      with feed as (insert into feed (audience, origin, head) values ('everyone', 'quiet', 1) returning id)
      insert into notification (feed_id, seq, type, category, data, shown_at) select id, 1, 'note', 'info', '{"n":7}', now() from feed`);
    await database().db.execute(
      sql`update person set inbox_version = inbox_version + 1 where id = ${bob.actor.personId}`,
    );
    await expect.poll(() => readers.map((reader) => reader.numbers())).toEqual([[7], [7]]);
    await expect.poll(() => readers.map((reader) => reader.data("reset").length)).toEqual([0, 1]);
  });

  it("are heard again after the connection that listens was lost", async () => {
    const live = await startLive();
    const reader = await live.read((await newPerson()).actor);
    const lost = await database().db.execute(sql`
      select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'`);
    expect(lost).toHaveLength(1);
    await publish(everyone, 1);
    await expect.poll(() => reader.numbers(), { timeout: 10_000 }).toEqual([1]);
    await publish(everyone, 2);
    await expect.poll(() => reader.numbers()).toEqual([1, 2]);
  });
});

describe("what a person does", () => {
  it("reaches their other streams on every instance, and nobody else's", async () => {
    const [one, other] = [await startLive(), await startLive()];
    const [alice, bob] = [await newPerson(), await newPerson()];
    const readers = [await one.read(alice.actor), await other.read(alice.actor), await one.read(bob.actor)] as const;
    await publish(everyone, 1, 2);
    await expect.poll(() => readers[0].numbers()).toEqual([1, 2]);
    const id = (readers[0].data("notification")[0] as { id: number }).id;
    await markOne(alice, { origin: everyone, id, read: true });
    await markRead(alice, { origin: everyone });
    await dismiss(alice, { origin: everyone, id });
    const { undoToken } = await clear(alice, {});
    await undo(alice, { token: undoToken });
    // Two at a time would be told in one.
    await expect.poll(() => readers.map((reader) => reader.data("reset").length)).toEqual([1, 1, 0]);
    await markOne(alice, { origin: everyone, id, read: false });
    const told = [
      ["notification", 1],
      ["notification", 2],
      ["read", { origin: everyone, id }],
      ["read", { origin: everyone }],
      ["cleared", { origin: everyone, id }],
      ["cleared", {}],
      ["reset", {}],
      ["reset", {}],
    ];
    for (const reader of readers.slice(0, 2)) {
      await expect
        .poll(() =>
          reader.events.map(({ event, data }) => [
            event,
            event === "notification" ? (data as { data: { n: number } }).data.n : data,
          ]),
        )
        .toEqual(told);
    }
    expect(readers[2].events.map(({ event }) => event)).toEqual(["notification", "notification"]);
  });

  it("never overtakes an arrival that came before it", async () => {
    const live = await startLive();
    const alice = await newPerson();
    const reader = await live.read(alice.actor);
    for (let n = 0; n < 20; n++) {
      await publish(everyone, n);
      await clear(alice, {});
    }
    await expect
      .poll(() => reader.events.map(({ event }) => event))
      .toEqual(Array.from({ length: 20 }, () => ["notification", "cleared"]).flat());
  });
});

describe("memberships", () => {
  it("count at once: nothing from before a join, nothing from after a leave", async () => {
    const live = await startLive();
    const [alice, member] = [await newPerson(), await newPerson()];
    const core = { personId: alice.actor.personId, origin: "crew", source: "admin" as const };
    await join(alice.db, { ...core, personId: member.actor.personId });
    const readers = [await live.read(alice.actor), await live.read(member.actor)] as const;
    await publish(originAudience("crew"), 1);
    await join(alice.db, core);
    await publish(originAudience("crew"), 2, 3);
    await leave(alice.db, core);
    await publish(originAudience("crew"), 4);
    await join(alice.db, core);
    await publish(originAudience("crew"), 5);
    await expect.poll(() => readers[1].numbers()).toEqual([1, 2, 3, 4, 5]);
    await expect.poll(() => readers[0].numbers()).toContain(5);
    expect(readers[0].numbers().filter((n) => n !== 2 && n !== 3)).toEqual([5]);
  });

  it("end with their origin, also for one of the same name that is made later", async () => {
    const live = await startLive();
    const alice = await newPerson();
    await registerOrigin(alice, { name: "brief" });
    await join(alice.db, { personId: alice.actor.personId, origin: "brief", source: "admin" });
    const reader = await live.read(alice.actor);
    await publish(originAudience("brief"), 1);
    await removeOrigin(alice, { name: "brief" });
    await registerOrigin(alice, { name: "brief" });
    await publish(originAudience("brief"), 2);
    await publish(everyone, 3);
    await expect.poll(() => reader.numbers().at(-1)).toBe(3);
    expect(reader.numbers()).not.toContain(2);
    expect(reader.data("reset")).toHaveLength(1);
  });

  it("of an audience that nobody here listened to start where they were joined", async () => {
    const live = await startLive();
    const alice = await newPerson();
    await publish(originAudience("lone"), 1);
    const reader = await live.read(alice.actor);
    await join(alice.db, { personId: alice.actor.personId, origin: "lone", source: "admin" });
    await publish(originAudience("lone"), 2, 3);
    await expect.poll(() => reader.numbers()).toEqual([2, 3]);
    expect(reader.data("reset")).toHaveLength(1);
  });
});
