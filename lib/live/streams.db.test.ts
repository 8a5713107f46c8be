import { PassThrough } from "node:stream";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { scratchDatabase } from "#db/test/scratch.ts";
import { broadcast, delivery } from "#db/schema/index.ts";
import { append } from "#lib/inbox/append.ts";
import { everyone } from "#lib/inbox/audience.ts";
import { announce } from "#lib/bus/bus.ts";
import { broadcastTopic } from "#lib/bus/topics.ts";
import { rightsTopic } from "#lib/bus/topics.ts";
import { entry, setting } from "./test/setting.ts";

const database = scratchDatabase();
const { startLive, newPerson, publish } = setting(database);

describe("streams", () => {
  it("get a comment now and then", async () => {
    const live = await startLive({ heartbeatMs: 60 });
    const reader = await live.read((await newPerson()).actor);
    await expect.poll(() => reader.comments).toBeGreaterThan(2);
    expect(reader.events).toEqual([]);
  });

  it("leave nothing behind when their reader goes, however and whenever", async () => {
    const live = await startLive();
    const { actor } = await newPerson();
    const sinks = Array.from({ length: 4 }, () => new PassThrough());
    const [first, second, early, earlier] = sinks as [PassThrough, PassThrough, PassThrough, PassThrough];
    earlier.destroy();
    const opening = sinks.map((sink) => live.open({ actor, sink }));
    early.destroy();
    await Promise.all(opening);
    expect(live.streams()).toBe(2);
    first.destroy();
    second.destroy(new Error("connection reset"));
    await expect.poll(() => live.streams()).toBe(0);
    const reader = await live.read(actor);
    await publish(everyone, 1);
    await expect.poll(() => reader.numbers()).toEqual([1]);
  });

  it("that nobody reads break off, and others go on", async () => {
    const live = await startLive();
    const [alice, bob] = [await newPerson(), await newPerson()];
    const unread = new PassThrough();
    await live.open({ actor: alice.actor, sink: unread });
    const reader = await live.read(bob.actor);
    for (let n = 0; n < 30; n++) {
      await append(alice.db, [{ ...entry(everyone, n), data: { n, filler: "x".repeat(16_000) } }]);
      await expect.poll(() => reader.numbers().length).toBe(n + 1);
    }
    expect(live.streams()).toBe(1);
    expect(unread.destroyed).toBe(true);
  });

  it("are shared out where there are many: the newest of who has their share is refused, others are let in", async () => {
    const live = await startLive({ crowdedAt: 21 });
    const [alice, bob] = [await newPerson(), await newPerson()];
    const sinks = Array.from({ length: 21 }, () => new PassThrough());
    await Promise.all(sinks.map((sink) => live.open({ actor: alice.actor, sink })));
    await expect(live.read(alice.actor)).rejects.toMatchObject({ code: "too-many", retryAfterS: 30 });
    await live.read(bob.actor);
    for (const sink of sinks.slice(0, 2)) sink.destroy();
    await expect.poll(() => live.streams()).toBe(20);
    await live.read(alice.actor);
    await expect(live.read(alice.actor)).rejects.toMatchObject({ code: "too-many" });
    expect(live.streams()).toBe(21);
  });

  it("end at once when the hub closes, and none opens after", async () => {
    const live = await startLive();
    const alice = await newPerson();
    const reader = await live.read(alice.actor);
    live.close();
    await expect.poll(() => reader.ended).toBe(true);
    expect(live.streams()).toBe(0);
    await expect(live.read(alice.actor)).rejects.toThrow("stopping");
  });

  it("end when the rights of their person change, announced or not", async () => {
    const live = await startLive({ sweepMs: 100 });
    const people = [await newPerson(), await newPerson(), await newPerson(), await newPerson()] as const;
    const [signedOut, demoted, disabled, untouched] = await Promise.all([
      live.read(people[0].actor),
      live.read(people[1].actor),
      live.read(people[2].actor),
      live.read(people[3].actor),
    ]);
    await announce(database().db, rightsTopic(people[0].actor.personId));
    await database().db.execute(
      sql`update person set session_version = session_version + 1 where id = ${people[1].actor.personId}`,
    );
    await database().db.execute(sql`update person set disabled_at = now() where id = ${people[2].actor.personId}`);
    await expect.poll(() => [signedOut, demoted, disabled].map(({ ended }) => ended)).toEqual([true, true, true]);
    expect(untouched.ended).toBeUndefined();
    await expect(live.read(people[2].actor)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("end when their token no longer counts, and stay when it can't be asked about", async () => {
    const live = await startLive({ sweepMs: 50 });
    const alice = await newPerson();
    let counts = true;
    let asked = 0;
    const revoked = await live.read(alice.actor, { stillValid: async () => counts });
    const unsure = await live.read(alice.actor, {
      stillValid: () => {
        asked++;
        return Promise.reject(new Error("nobody answers"));
      },
    });
    await expect.poll(() => asked).toBeGreaterThan(1);
    expect(revoked.ended).toBeUndefined();
    counts = false;
    await expect.poll(() => revoked.ended).toBe(true);
    expect(unsure.ended).toBeUndefined();
  });
});

describe("broadcasts", () => {
  it("tell those who may send some how far they have come, also on opening", async () => {
    const live = await startLive();
    const [admin, member] = [await newPerson({ role: "admin" }), await newPerson()];
    const readers = [
      await live.read(admin.actor),
      await live.read(member.actor),
      await live.read({ ...admin.actor, scopes: ["notifications"] }),
    ] as const;
    const [sent] = await database()
      .db.insert(broadcast)
      .values({ message: "hello", variant: "info", immediate: true, state: "running", sender: "admin" })
      .returning();
    const id = sent?.id ?? 0;
    const lab = { broadcastId: id, baseUrl: "/", server: "" };
    await database()
      .db.insert(delivery)
      .values([
        { ...lab, username: "a", outcome: "delivered" },
        { ...lab, username: "b", outcome: "unreachable" },
        { ...lab, username: "c" },
      ]);
    const soFar = { id, state: "running", total: 3, successful: 1, failed: 1 };
    await announce(database().db, broadcastTopic(id));
    await expect.poll(() => readers[0].data("broadcast")).toEqual([soFar]);
    const late = await live.read(admin.actor);
    await expect.poll(() => late.data("broadcast")).toEqual([soFar]);
    await announce(database().db, broadcastTopic(id));
    await database().db.execute(sql`update delivery set outcome = 'delivered' where username = 'c'`);
    await database().db.execute(sql`update broadcast set state = 'finished', finished_at = now() where id = ${id}`);
    await announce(database().db, broadcastTopic(id));
    await expect
      .poll(() => readers[0].data("broadcast").at(-1))
      .toEqual({ id, state: "finished", total: 3, successful: 2, failed: 1 });
    expect([readers[1].events, readers[2].events]).toEqual([[], []]);
  });
});
