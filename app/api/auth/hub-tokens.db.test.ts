import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { membership, person } from "#db/schema/index.ts";
import { identifyHubToken, whyNobody } from "#lib/auth/hub-token.ts";
import { scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { instance } from "#lib/instance.ts";
import type { HubClient } from "#lib/jupyterhub/client.ts";
import type { TokenOwner } from "#lib/jupyterhub/owner-of-token.ts";

const database = scratchInstance();
/** Tokens that this hub was told of, by their text. */
const told = new Map<string, TokenOwner>();
/** All others begin with the name of their owner, or are nobody's. */
const ownerOfToken = vi.fn((token: string): Promise<TokenOwner | null> => {
  const name = /^(\w+)-/.exec(token)?.[1];
  const plain: TokenOwner | null =
    name === undefined
      ? null
      : { kind: "user" as const, name, admin: false, scopes: ["access:services", `servers!user=${name}`] };
  return Promise.resolve(told.get(token) ?? plain);
});
const serviceName = () => Promise.resolve("belfry");
const identify = (token: string, address = "203.0.113.1") => identifyHubToken(instance(), token, address);

beforeEach(() => {
  instance().hub = { ownerOfToken, serviceName } as unknown as HubClient;
  ownerOfToken.mockClear();
});

describe("a hub's token", () => {
  it("is asked about once a minute, by a clock that only goes forward, and once for a crowd", async () => {
    const crowd = await Promise.all(Array.from({ length: 50 }, () => identify("ann-1")));
    expect(new Set(crowd.map((actor) => actor?.username))).toEqual(new Set(["ann"]));
    expect(ownerOfToken).toHaveBeenCalledTimes(1);
    vi.useFakeTimers({ toFake: ["Date", "performance"], now: Date.now() });
    try {
      vi.setSystemTime(Date.now() - 24 * 3600 * 1000);
      expect(await identify("ann-1")).toMatchObject({ username: "ann" });
      expect(ownerOfToken).toHaveBeenCalledTimes(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it("does not act for an account that was disabled since, and does again once it is not", async () => {
    const ann = await identify("ann-2");
    const set = (disabledAt: Date | null) =>
      database()
        .db.update(person)
        .set({ disabledAt })
        .where(eq(person.id, ann?.personId ?? 0));
    await set(new Date());
    await expect(identify("ann-2")).rejects.toMatchObject({
      code: "forbidden",
      message: "The account ann is disabled.",
    });
    await set(null);
    expect(await identify("ann-2")).toMatchObject({ username: "ann", scopes: ["notifications"] });
  });

  it("that is nobody's is asked about so often for one address alone", async () => {
    // A minute may end on the way, and give a little room.
    let refused: unknown;
    for (let n = 0; n < 400 && !refused; n++)
      await identify(`unknown ${n}`, "2001:db8::1").catch((error: unknown) => (refused = error));
    expect(refused).toMatchObject({ code: "too-many", retryAfterS: expect.any(Number) as unknown });
    await expect(identify("bob-1", "2001:db8::2")).rejects.toMatchObject({ code: "too-many" });
    const asked = ownerOfToken.mock.calls.length;
    expect(asked).toBeGreaterThanOrEqual(300);
    expect(await identify("unknown 0", "2001:db8::2")).toBeUndefined();
    expect(ownerOfToken).toHaveBeenCalledTimes(asked);
    expect(await identify("bob-1", "2001:db8:0:1::1")).toMatchObject({ username: "bob" });
    expect(await identify("bob-1", "2001:db8::2")).toMatchObject({ username: "bob" });
  });
});

it("a crowd of made-up tokens reaches the hub no more often than one after the other; a crowd of real ones comes in", async () => {
  const crowd = (names: string, address: string) =>
    Promise.allSettled(Array.from({ length: 400 }, (_, n) => identify(`${names}${n}`, address)));
  await crowd("made up ", "198.51.100.1");
  // A minute may end on the way, and give a little room.
  expect(ownerOfToken.mock.calls.length).toBeGreaterThanOrEqual(300);
  expect(ownerOfToken.mock.calls.length).toBeLessThan(400);
  const real = await crowd("crowd-", "198.51.100.2");
  expect(real.filter(({ status }) => status === "rejected")).toEqual([]);
});

describe("what a hub's token may do is what its own scopes say", () => {
  const ours = "access:services!service=belfry";
  it.each<[string, boolean, string[], string[]]>([
    ["a member's", false, ["access:services", "servers!user=m1"], ["notifications"]],
    ["one for this service", false, [ours], ["notifications"]],
    ["an admin's", true, ["access:services", "admin:users", "list:users"], ["notifications", "broadcast"]],
    ["an admin's that only reads", true, ["access:services", "read:users", "list:users"], ["notifications"]],
    ["an admin's for this service alone", true, [ours], ["notifications"]],
    ["an admin's over one group", true, [ours, "admin:users!group=lab"], ["notifications"]],
    ["a member's who may administer", false, [ours, "admin:users"], ["notifications"]],
    ["an operator's", false, [ours, "custom:belfry:broadcast"], ["notifications", "broadcast"]],
    ["an operator's for one group", false, [ours, "custom:belfry:broadcast!group=lab"], ["notifications"]],
  ])("%s", async (token, admin, scopes, allowed) => {
    const name = token.replaceAll(/\W/g, "");
    told.set(token, { kind: "user", name, admin, scopes });
    expect(await identify(token)).toMatchObject({
      username: name,
      role: admin ? "admin" : "member",
      scopes: allowed,
      via: "hub",
    });
  });

  it.each<[string, TokenOwner["kind"], string[], string]>([
    ["for another service", "user", ["access:services!service=other", "admin:users"], ours],
    ["for one of a longer name", "user", ["access:services!service=belfry-2"], ours],
    ["for labs", "user", ["access:servers", "admin:users", "custom:belfry:broadcast"], ours],
    ["without any right", "user", [], ours],
    ["of a service", "service", ["access:services", "admin:users"], "the hub's service nobody"],
  ])("one %s is nobody's, and is told why", async (token, kind, scopes, reason) => {
    told.set(token, { kind, name: "nobody", admin: true, scopes });
    expect(await identify(token)).toBeUndefined();
    expect(whyNobody(token)).toContain(reason);
    expect(await database().db.select().from(person).where(eq(person.username, "nobody"))).toEqual([]);
  });

  it("brings its owner's groups as signing in does", async () => {
    const groupsOf = async (token: string, groups?: string[]) => {
      told.set(token, { kind: "user", name: "gina", admin: false, groups, scopes: ["access:services"] });
      const gina = await identify(token);
      const rows = await database()
        .db.select()
        .from(membership)
        .where(eq(membership.personId, gina?.personId ?? 0));
      return rows.map(({ origin, source }) => `${origin} ${source}`);
    };
    expect(await groupsOf("gina-1", ["physics", "Not An Origin"])).toEqual(["physics hub"]);
    expect(await groupsOf("gina-2", ["maths"])).toEqual(["maths hub"]);
    expect(await groupsOf("gina-3")).toEqual(["maths hub"]);
  });
});
