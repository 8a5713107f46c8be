import { describe, expect, test } from "vitest";
import { mintWaitMs } from "./mint.ts";
import { checkOptions } from "./options.ts";
import { HubState } from "./state.ts";
import { api, jsonOf, mint, mintSecret, start } from "./test-client.ts";

interface Minted {
  created: string;
  expires_at: string;
  scopes: string[];
}

describe("minting", () => {
  test("gives a token for one server with an expiry, and none for 0", async () => {
    const hub = await start();
    const lab = hub.lab("alice", "");
    const made = await jsonOf<Minted>(await mint(hub, lab));
    expect(made).toMatchObject({
      user: "alice",
      kind: "api_token",
      scopes: expect.arrayContaining(["access:servers!server=alice/"]) as string[],
    });
    expect(Date.parse(made.expires_at) - Date.parse(made.created)).toBe(300_000);
    expect((await jsonOf<Minted>(await mint(hub, lab, { expires_in: 0 }))).expires_at).toBeNull();
    expect((await jsonOf<Minted>(await mint(hub, lab, { scopes: undefined }))).scopes).toContain("admin:users");
    expect(hub.state().minted).toBe(3);
  });

  test("refuses what the hub refuses", async () => {
    const hub = await start();
    const bob = hub.lab("bob");
    const status = async (body: object) => (await mint(hub, bob, body)).status;
    expect(await status({ scopes: ["access:servers!server=alice/"] })).toBe(400);
    expect(await status({ scopes: ["admin:users"] })).toBe(400);
    expect(await status({ scopes: ["no:such"] })).toBe(400);
    expect(await status({ scopes: "access:servers" })).toBe(400);
    expect(await status({ expires_in: "300" })).toBe(400);
    expect((await mint(hub, { ...bob, username: "nobody" })).status).toBe(403);
    expect((await api(hub, "/users/%E0%A4/tokens", { method: "POST", body: "{}" })).status).toBe(403);
    expect((await api(hub, "/users/alice/tokens", { method: "POST", body: "{}" }, hub.member.token)).status).toBe(403);
    expect(
      (await api(hub, "/users/bob/tokens", { method: "POST", body: "{}" }, await mintSecret(hub, bob))).status,
    ).toBe(403);
    hub.setHub({ scopes: ["list:users", "read:servers", "tokens!user=bob"] });
    expect(await status({})).toBe(403);
    const old = await start({ version: "3.0.0" });
    expect((await mint(old, old.lab("bob"), { scopes: ["no:such"] })).status).toBe(500);
  });

  test("takes its time, and counts how many are asked for at once", async () => {
    const hub = await start({ mintMs: 60_000 });
    const refused = hub
      .labs()
      .slice(0, 6)
      .map((lab) => expect(mint(hub, lab)).rejects.toThrow("fetch failed"));
    await expect.poll(() => hub.state().mintsInFlight).toBe(6);
    await hub.close();
    await Promise.all(refused);
    expect(hub.state()).toMatchObject({ minted: 0, highestMintsInFlight: 6 });
    const quick = await start({ mintMs: 1 });
    for (const lab of quick.labs().slice(0, 3)) await mint(quick, lab);
    expect(quick.state()).toMatchObject({ minted: 3, mintsInFlight: 0, highestMintsInFlight: 1 });
  });

  test("keeps to its pace, after a pause too, and no token is quicker than it takes one", () => {
    const state = new HubState(checkOptions({ mintsPerSecond: 100, mintMs: 15 }));
    expect([1_000, 1_000, 1_000, 1_010].map((nowMs) => mintWaitMs(state, nowMs))).toEqual([15, 20, 30, 30]);
    expect(mintWaitMs(state, 5_000)).toBe(15);
    state.setHub({ mintsPerSecond: 0 });
    expect(mintWaitMs(state, 5_000)).toBe(15);
  });
});
