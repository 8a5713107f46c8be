import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { transaction } from "#lib/bus/committed.ts";
import { scratchDatabase } from "#db/test/scratch.ts";
import { waitingForLocks } from "#db/test/waiting-for-locks.ts";
import type { Ctx } from "#lib/ctx.ts";
import { clear } from "#lib/inbox/clear.ts";
import { counts } from "#lib/inbox/counts.ts";
import { list } from "#lib/inbox/list.ts";
import { publish } from "#lib/inbox/publish.ts";
import { purge } from "#lib/inbox/purge.ts";
import { newPerson } from "#lib/inbox/test/person.ts";
import { provisionAccount } from "#lib/people/provision-account.ts";
import { addMember } from "./add-member.ts";
import { addPerson } from "./add-person.ts";
import { listAwaited } from "./list-awaited.ts";
import { followGroups, joinAwaited } from "./take-in.ts";
import { getOrigin } from "./get.ts";
import { linksOfMine } from "./links-of-mine.ts";
import { countMembers, listMembers } from "./list-members.ts";
import { countOrigins, listOrigins } from "./list.ts";
import { registerOrigin } from "./register.ts";
import { removeMember } from "./remove-member.ts";
import { removeOrigin } from "./remove.ts";
import { linksInput } from "./schema.ts";
import { setLinks } from "./set-links.ts";

const database = scratchDatabase();
let admin: Ctx;
beforeAll(async () => (admin = await newPerson(database(), { role: "admin" })));

const say = async (origin: string, more: object = {}) =>
  (await publish(admin, { type: "note", origin, data: {}, ...more }))[0];
const shown = async (ctx: Ctx) =>
  (await list(ctx, { limit: 50 })).groups.flatMap(({ notifications }) => notifications.map(({ id }) => id));

describe("origins", () => {
  it("are registered once, listed by name, and told from those nobody registered", async () => {
    for (const name of ["zeta", "alpha", "zeta"]) await registerOrigin(admin, { name });
    expect((await listOrigins(admin)).map(({ origin }) => origin)).toEqual(["alpha", "zeta"]);
    expect((await listOrigins(admin, { find: "ALP" })).map(({ origin }) => origin)).toEqual(["alpha"]);
    expect((await listOrigins(admin, { after: "alpha", limit: 1 })).map(({ origin }) => origin)).toEqual(["zeta"]);
    expect(await countOrigins(admin, { find: "a" })).toBe(2);
    expect(await getOrigin(admin, { name: "alpha" })).toMatchObject({ origin: "alpha", members: 0 });
    await expect(getOrigin(admin, { name: "beta" })).rejects.toMatchObject({ code: "not-found" });
    await expect(registerOrigin(admin, { name: "hub" })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("have links, which whoever sees anything of an origin is given with it", async () => {
    await registerOrigin(admin, { name: "linked" });
    const [member, other] = [await newPerson(database()), await newPerson(database())];
    await addMember(admin, { origin: "linked", username: member.actor.username });
    await say("linked");
    expect(await linksOfMine(member)).toEqual({});
    const links = { log: "https://ci.example/{job_id}" };
    await setLinks(admin, { name: "linked", links });
    await registerOrigin(admin, { name: "linked" });
    expect(await getOrigin(admin, { name: "linked" })).toMatchObject({ links });
    expect([await linksOfMine(member), await linksOfMine(other)]).toEqual([{ linked: links }, {}]);
    await setLinks(admin, { name: "linked", links: {} });
    expect(await linksOfMine(member)).toEqual({});
    await expect(setLinks(admin, { name: "beta", links })).rejects.toMatchObject({ code: "not-found" });
    expect(linksInput.safeParse({ a: "ftp://x.example" }).error?.issues).toMatchObject([{ path: ["a"] }]);
    await removeOrigin(admin, { name: "linked" });
  });

  it("show members what is published while they belong", async () => {
    const alice = await newPerson(database());
    const named = { origin: "alpha", username: alice.actor.username };
    await say("alpha");
    await addMember(admin, named);
    const second = await say("alpha");
    await addMember(admin, named);
    expect(await shown(alice)).toEqual([second]);
    expect(await listMembers(admin, named)).toMatchObject([
      { username: alice.actor.username, provider: "local", sources: ["admin"] },
    ]);
    await removeMember(admin, named);
    await removeMember(admin, named);
    expect(await shown(alice)).toEqual([]);
    await addMember(admin, named);
    expect(await shown(alice)).toEqual([]);
    for (const verb of [addMember, removeMember]) {
      await expect(verb(admin, { ...named, origin: "beta" })).rejects.toMatchObject({ code: "not-found" });
      for (const username of ["no body", " padded ", "a/b", ""])
        await expect(verb(admin, { ...named, username })).rejects.toMatchObject({ code: "not-found" });
    }
  });

  it("list their members in parts, each once, whoever says they belong", async () => {
    await registerOrigin(admin, { name: "large" });
    const members = await Promise.all(Array.from({ length: 5 }, () => newPerson(database())));
    for (const { actor } of members) await addMember(admin, { origin: "large", username: actor.username });
    await followGroups(admin, { ...(members[2] as Ctx).actor, groups: ["large"] });
    const names = members.map(({ actor }) => actor.username).toSorted((a, b) => (a < b ? -1 : 1));
    const named = async (part: object) =>
      (await listMembers(admin, { origin: "large", ...part })).map(({ username }) => username);
    expect(await named({})).toEqual(names);
    expect(await named({ limit: 2 })).toEqual(names.slice(0, 2));
    expect(await named({ after: names[1], limit: 2 })).toEqual(names.slice(2, 4));
    expect(await named({ offset: 3, limit: 2 })).toEqual(names.slice(3));
    expect(await named({ find: names[4]?.toUpperCase() })).toEqual([names[4]]);
    expect(await countMembers(admin, { origin: "large", find: "" })).toBe(5);
    expect(await countMembers(admin, { origin: "large", find: names[4] as string })).toBe(1);
  });

  it("that are deleted take all that was published under them, and begin empty when registered again", async () => {
    const [alice, bob] = [await newPerson(database()), await newPerson(database())];
    for (const name of ["gone", "stays"]) await registerOrigin(admin, { name });
    await addMember(admin, { origin: "gone", username: alice.actor.username });
    await addMember(admin, { origin: "stays", username: bob.actor.username });
    await say("gone");
    await say("gone", { to: { users: [bob.actor.username] } });
    const kept = await say("stays");
    await removeOrigin(admin, { name: "gone" });
    await removeOrigin(admin, { name: "gone" });
    expect(await counts(alice)).toEqual({ total: 0, unread: 0, origins: [] });
    expect(await shown(bob)).toEqual([kept]);
    await expect(say("gone")).rejects.toMatchObject({ code: "not-found" });

    await purge({ ...admin }, { retentionDays: 1 });
    const [left] = await database().db.execute<{ count: number }>(
      sql`select count(*) from notification n join feed f on f.id = n.feed_id where f.origin = 'gone'`,
    );
    expect(left?.count).toBe(0);
    await registerOrigin(admin, { name: "gone" });
    expect(await listMembers(admin, { origin: "gone" })).toEqual([]);
    await addMember(admin, { origin: "gone", username: alice.actor.username });
    expect(await shown(alice)).toEqual([]);
    const next = await say("gone");
    expect(await shown(alice)).toEqual([next]);
  });

  it("are deleted while others publish and clear, without anybody failing", async () => {
    const people = await Promise.all(Array.from({ length: 4 }, () => newPerson(database())));
    await registerOrigin(admin, { name: "busy" });
    for (const { actor } of people) await addMember(admin, { origin: "busy", username: actor.username });
    const publishing = Array.from({ length: 20 }, () =>
      say("busy").catch((error: unknown) => expect(error).toMatchObject({ code: "not-found" })),
    );
    await Promise.all([...publishing, ...people.map((ctx) => clear(ctx, {})), removeOrigin(admin, { name: "busy" })]);
    for (const ctx of people) expect((await counts(ctx)).total).toBe(0);
  });

  it("keep nobody who is made a member while they are deleted", async () => {
    const { db } = database();
    const alice = await newPerson(database());
    await registerOrigin(admin, { name: "doomed" });
    let removing = Promise.resolve();
    await transaction(db, async (tx) => {
      await addMember({ ...admin, db: tx }, { origin: "doomed", username: alice.actor.username });
      removing = removeOrigin(admin, { name: "doomed" });
      await expect.poll(() => waitingForLocks(database())).toBe(1);
    });
    await removing;
    expect(await db.execute(sql`select from membership where origin = 'doomed'`)).toHaveLength(0);
  });
});

describe("a member without an account", () => {
  const waiting = async (origin: string) => (await listAwaited(admin, { origin })).map(({ username }) => username);
  const signIn = async (username: string) => {
    const person = await provisionAccount(admin, { provider: "jupyterhub", subject: username, username });
    await joinAwaited(admin, { personId: person.id, username });
    return person.id;
  };

  it("is one from the first sign-in on, whichever way that comes, and sees nothing of before", async () => {
    for (const name of ["later", "later-too"]) await registerOrigin(admin, { name });
    for (const username of ["carol", "dave", "erin"])
      expect(await addMember(admin, { origin: "later", username })).toEqual({ waits: true });
    expect(await addMember(admin, { origin: "later", username: "carol" })).toEqual({ waits: true });
    await addMember(admin, { origin: "later-too", username: "carol" });
    expect(await waiting("later")).toEqual(["carol", "dave", "erin"]);
    expect(await listMembers(admin, { origin: "later" })).toEqual([]);
    await say("later");

    const carol = await signIn("carol");
    await signIn("carol");
    const { id: dave } = await addPerson(admin, { username: "dave", role: "member", password: "ring the bell" });
    expect(await waiting("later")).toEqual(["erin"]);
    expect(await waiting("later-too")).toEqual([]);
    expect((await listMembers(admin, { origin: "later" })).map(({ username, sources }) => [username, sources])).toEqual(
      [
        ["carol", ["admin"]],
        ["dave", ["admin"]],
      ],
    );
    const after = await say("later");
    for (const personId of [carol, dave])
      expect(await shown({ ...admin, actor: { ...admin.actor, personId } })).toEqual([after]);
  });

  it("is waited for no more when an admin says so, or the origin goes", async () => {
    await registerOrigin(admin, { name: "fickle" });
    for (const username of ["frank", "grace"]) await addMember(admin, { origin: "fickle", username });
    await removeMember(admin, { origin: "fickle", username: "frank" });
    await removeMember(admin, { origin: "fickle", username: "frank" });
    expect(await waiting("fickle")).toEqual(["grace"]);
    await signIn("frank");
    expect(await listMembers(admin, { origin: "fickle" })).toEqual([]);
    await removeOrigin(admin, { name: "fickle" });
    await registerOrigin(admin, { name: "fickle" });
    expect(await waiting("fickle")).toEqual([]);
  });

  it("can't be one whose name nobody else will get, since it looks like somebody's", async () => {
    await registerOrigin(admin, { name: "alike" });
    await signIn("heidi");
    await expect(addMember(admin, { origin: "alike", username: "HEIDI" })).rejects.toMatchObject({
      code: "not-found",
      message: "Nobody is named HEIDI, and nobody can be: it looks like heidi.",
    });
  });

  it("is a member for sure, however a sign-in and an admin race", async () => {
    await registerOrigin(admin, { name: "race" });
    const names = Array.from({ length: 12 }, (_, n) => `racer-${n}`);
    await Promise.all(names.flatMap((username) => [signIn(username), addMember(admin, { origin: "race", username })]));
    expect((await listMembers(admin, { origin: "race" })).map(({ username }) => username)).toEqual(names.toSorted());
    expect(await waiting("race")).toEqual([]);
  });
});

describe("a hub's groups", () => {
  it("whose names fit become memberships, and end when the group does; an admin's stay", async () => {
    const alice = await newPerson(database());
    const follow = (...groups: string[]) => followGroups(admin, { ...alice.actor, groups });
    await follow("physics", "Not An Origin", "hub", "alpha");
    await addMember(admin, { origin: "alpha", username: alice.actor.username });
    await registerOrigin(admin, { name: "physics" });
    const first = await say("physics");
    const second = await say("alpha");
    expect(await shown(alice)).toEqual([second, first]);
    expect(await listMembers(admin, { origin: "alpha" })).toContainEqual(
      expect.objectContaining({ username: alice.actor.username, sources: ["admin", "hub"] }),
    );
    await follow();
    expect(await shown(alice)).toEqual([second]);
    expect(await listMembers(admin, { origin: "physics" })).toEqual([]);
    await follow("alpha");
    expect(await shown(alice)).toEqual([second]);
  });
});
