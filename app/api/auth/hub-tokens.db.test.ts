import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { person } from "#db/schema/index.ts";
import { identifyHubToken } from "#lib/auth/hub-token.ts";
import { scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { instance } from "#lib/instance.ts";
import type { HubClient } from "#lib/jupyterhub/client.ts";

const database = scratchInstance();
/** Tokens of this hub begin with the name of their owner; all others are nobody's. */
const ownerOfToken = vi.fn((token: string) => {
  const name = /^(\w+)-/.exec(token)?.[1];
  return Promise.resolve(
    name === undefined
      ? null
      : { kind: "user" as const, name, admin: false, scopes: [`read:users:name!user=${name}`, `servers!user=${name}`] },
  );
});
const identify = (token: string, address = "203.0.113.1") => identifyHubToken(instance(), token, address);

beforeEach(() => {
  instance().hub = { ownerOfToken } as unknown as HubClient;
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
