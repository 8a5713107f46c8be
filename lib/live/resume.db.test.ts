import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { transaction } from "#lib/bus/committed.ts";
import { scratchDatabase } from "#db/test/scratch.ts";
import type { Ctx } from "#lib/ctx.ts";
import { append } from "#lib/inbox/append.ts";
import { writeAsOf } from "#lib/inbox/as-of.ts";
import { everyone, originAudience, userAudience } from "#lib/inbox/audience.ts";
import { clear } from "#lib/inbox/clear.ts";
import { fingerprint } from "#lib/inbox/fingerprint.ts";
import { dismiss } from "#lib/inbox/dismiss.ts";
import { list } from "#lib/inbox/list.ts";
import { markOne } from "#lib/inbox/mark-one.ts";
import { join } from "#lib/origins/join.ts";
import { registerOrigin } from "#lib/origins/register.ts";
import { removeOrigin } from "#lib/origins/remove.ts";
import { entry, setting, type TestLive } from "./test/setting.ts";

const database = scratchDatabase();
const { startLive, newPerson, publish } = setting(database);

describe("resuming", () => {
  it("starts a stream that names no event with what comes from now on", async () => {
    const live = await startLive();
    const alice = await newPerson();
    await publish(everyone, 1);
    const reader = await live.read(alice.actor);
    await publish(everyone, 2);
    await expect.poll(() => reader.numbers()).toEqual([2]);
  });

  it("gives what came after any event, once, on any instance", async () => {
    const alice = await newPerson();
    await join(alice.db, { personId: alice.actor.personId, origin: "core", source: "admin" });
    const live = await startLive();
    const first = await live.read(alice.actor);
    await append(alice.db, [entry(originAudience("core"), 1), entry(everyone, 2), entry(originAudience("core"), 3)]);
    await publish(everyone, 4);
    await expect.poll(() => first.numbers()).toEqual([1, 2, 3, 4]);
    live.close();
    await publish(userAudience("local", alice.actor.username), 5);
    await publish(everyone, 6);
    const next = await startLive();
    for (const [at, { id }] of first.events.entries()) {
      const reader = await next.read(alice.actor, { after: id });
      await expect.poll(() => reader.numbers()).toEqual([1, 2, 3, 4, 5, 6].slice(at + 1));
      expect(reader.data("reset")).toEqual([]);
      expect(reader.lastId).toBe(reader.events.at(-1)?.id);
    }
  });

  it("begins with a reset where an origin was deleted meanwhile, and each subscriber is told at once", async () => {
    const [admin, alice, bob] = [await newPerson({ role: "admin" }), await newPerson(), await newPerson()];
    await registerOrigin(admin, { name: "brief" });
    for (const { actor, db } of [alice, bob])
      await join(db, { personId: actor.personId, origin: "brief", source: "admin" });
    const live = await startLive();
    const [stays, leaves, other] = [
      await live.read(alice.actor),
      await live.read(bob.actor),
      await live.read(admin.actor),
    ];
    await publish(originAudience("brief"), 1);
    await expect.poll(() => [stays.numbers(), leaves.numbers()]).toEqual([[1], [1]]);
    const before = await fingerprint(alice);
    await removeOrigin(admin, { name: "brief" });
    await expect.poll(() => [stays, leaves].map((reader) => reader.data("reset").length)).toEqual([1, 1]);
    expect(await fingerprint(alice)).not.toBe(before);
    const again = await live.read(bob.actor, { after: leaves.events[0]?.id ?? "" });
    await expect.poll(() => again.data("reset").length).toBe(1);
    expect(other.data("reset")).toEqual([]);
  });

  it("loses nothing that commits out of the order of ids", async () => {
    const alice = await newPerson();
    for (const origin of ["slow", "swift"])
      await join(alice.db, { personId: alice.actor.personId, origin, source: "admin" });
    const live = await startLive();
    const first = await live.read(alice.actor);
    const second = await transaction(database().db, async (tx) => {
      await append(tx, [entry(originAudience("slow"), 1)]);
      await publish(originAudience("swift"), 2);
      await expect.poll(() => first.numbers()).toEqual([2]);
      return live.read(alice.actor, { after: first.lastId });
    });
    await expect.poll(() => [first.numbers(), second.numbers()]).toEqual([[2, 1], [1]]);
    const third = await live.read(alice.actor, { after: first.events[0]?.id ?? "" });
    await expect.poll(() => third.numbers()).toEqual([1]);
    const fourth = await live.read(alice.actor, { after: first.lastId });
    await publish(everyone, 3);
    await expect
      .poll(() => [first, second, third, fourth].map((reader) => reader.numbers().at(-1)))
      .toEqual([3, 3, 3, 3]);
    expect(fourth.numbers()).toEqual([3]);
  });

  it("gives each once to a reader who is cut off again and again, whatever is published meanwhile, and where", async () => {
    const alice = await newPerson();
    for (const origin of ["x", "y", "z"])
      await join(alice.db, { personId: alice.actor.personId, origin, source: "admin" });
    const lives = [await startLive(), await startLive()] as const;
    const count = 300;
    let after = await firstId(lives[0], alice);
    let published = 0;
    const publishers = ["x", "y", "z"].map(async (origin, lane) => {
      for (let n = lane; n < count; n += 3) {
        await transaction(database().db, async (tx) => {
          await append(tx, [entry(n % 2 ? originAudience(origin) : everyone, n, origin)]);
          if (n % 7 === 0) await sleep(n % 20);
        });
        published++;
      }
    });
    const seen: unknown[] = [];
    for (let turn = 0; published < count || seen.length < count; turn++) {
      const sink = new PassThrough();
      const reader = await lives[turn % 2 ? 1 : 0].read(alice.actor, { after, sink });
      await sleep(turn % 30);
      sink.destroy();
      // What it has read by now counts; the rest is as good as lost on the way.
      seen.push(...reader.numbers());
      expect(reader.data("reset")).toEqual([]);
      after = reader.lastId || after;
    }
    await Promise.all(publishers);
    const last = await lives[0].read(alice.actor, { after });
    await publish(everyone, count);
    await expect.poll(() => last.numbers()).toEqual([count]);
    expect(seen.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: count }, (_, n) => n));
  });

  it("goes on from a listing without a gap", async () => {
    const live = await startLive();
    const alice = await newPerson();
    await publish(everyone, 1);
    const { asOf } = await list(alice, { limit: 50 });
    await publish(everyone, 2);
    const reader = await live.read(alice.actor, { after: asOf });
    await expect.poll(() => reader.numbers()).toEqual([2]);
    expect(reader.data("reset")).toEqual([]);
  });

  it("tells 200 missed ones, and gives a reset for more", async () => {
    const live = await startLive();
    const alice = await newPerson();
    const lastId = await firstId(live, alice);
    await append(
      alice.db,
      Array.from({ length: 200 }, (_, n) => entry(everyone, n)),
    );
    const all = await live.read(alice.actor, { after: lastId });
    await expect.poll(() => all.numbers()).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(all.data("reset")).toEqual([]);
    await publish(everyone, 200);
    // Only once the instance has heard of it are there 201.
    await expect.poll(() => all.numbers()).toHaveLength(201);
    const tooMany = await live.read(alice.actor, { after: lastId });
    await expect.poll(() => tooMany.events.map(({ event }) => event)).toEqual(["reset"]);
    const after = await live.read(alice.actor, { after: tooMany.lastId });
    await publish(everyone, 201);
    await expect.poll(() => [tooMany.numbers(), after.numbers()]).toEqual([[201], [201]]);
  });

  it("resets once when the person did something meanwhile, and shows what is left as the lists do", async () => {
    const live = await startLive();
    const alice = await newPerson();
    const first = await live.read(alice.actor);
    await publish(everyone, 1);
    await expect.poll(() => first.numbers()).toEqual([1]);
    live.close();
    await publish(everyone, 2, 3, 4);
    const [four, three] = (await list(alice, { limit: 50 })).groups[0]?.notifications ?? [];
    await markOne(alice, { origin: everyone, id: four?.id ?? 0, read: true });
    await dismiss(alice, { origin: everyone, id: three?.id ?? 0 });
    const next = await startLive();
    const reader = await next.read(alice.actor, { after: first.lastId });
    await expect.poll(() => reader.events.map(({ event }) => event)).toEqual(["reset", "notification", "notification"]);
    expect(reader.data("notification")).toMatchObject([
      { data: { n: 2 }, read: false },
      { data: { n: 4 }, read: true },
    ]);
    const again = await next.read(alice.actor, { after: reader.lastId });
    await clear(alice, {});
    await expect.poll(() => again.events.map(({ event }) => event)).toEqual(["cleared"]);
  });

  it("resets on a position that is none, and never reaches the future with a forged one", async () => {
    const live = await startLive();
    const alice = await newPerson();
    await publish(everyone, 1);
    const bad = await live.read(alice.actor, { after: "what" });
    await expect.poll(() => bad.events.map(({ event }) => event)).toEqual(["reset"]);
    const feeds = await database().db.execute<{ id: number }>(sql`select id from feed order by id`);
    const forged = await live.read(alice.actor, { after: writeAsOf(feeds.map(({ id }) => [id, 9_000_000])) });
    await publish(everyone, 2);
    await expect.poll(() => [bad.numbers(), forged.numbers()]).toEqual([[2], [2]]);
  });
});

/** Where a stream stands that begins now. */
async function firstId(live: TestLive, { actor }: Ctx): Promise<string> {
  const reader = await live.read(actor);
  await expect.poll(() => reader.lastId).not.toBe("");
  return reader.lastId;
}
