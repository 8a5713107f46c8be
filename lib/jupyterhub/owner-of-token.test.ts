import { describe, expect, test } from "vitest";
import { startSimulatedHub } from "#scripts/simulated-hub/index.ts";
import { clientOf, connected, says, scripted } from "./test/hubs.ts";

describe("whose a token is", () => {
  test("is what the hub says", async () => {
    const { hub, client } = connected(await startSimulatedHub());
    expect(await client.ownerOfToken(hub.admin.token)).toMatchObject({
      name: hub.admin.username,
      kind: "user",
      admin: true,
    });
    expect(await client.ownerOfToken(hub.member.token)).toMatchObject({
      name: hub.member.username,
      kind: "user",
      admin: false,
    });
    expect(await client.ownerOfToken(hub.apiToken)).toMatchObject({ kind: "service", admin: false });
  });

  test.each(["", "wrong", "a b", "a\r\nb", "zoë", "x".repeat(2000)])("is nobody for %j", async (token) => {
    const { client } = connected(await startSimulatedHub());
    expect(await client.ownerOfToken(token)).toBeNull();
  });

  test("is nobody for a token that names none, and an admin only where the hub says so", async () => {
    const { apiUrl } = await scripted(
      says(200, { kind: "user", scopes: [] }),
      says(200, { kind: "user", name: "alice" }),
      says(404, {}),
    );
    const client = clientOf({ apiUrl });
    expect(await client.ownerOfToken("t")).toBeNull();
    expect(await client.ownerOfToken("t")).toEqual({ kind: "user", name: "alice", admin: false, scopes: [] });
    expect(await client.ownerOfToken("t")).toBeNull();
  });

  test("can't be told when the hub is away", async () => {
    const { hub, client } = connected(await startSimulatedHub());
    hub.setHub({ mode: "down" });
    await expect(client.ownerOfToken("t")).rejects.toMatchObject({
      code: "hub-failed",
      message: expect.stringContaining("ended the connection without an answer") as string,
    });
  });
});

describe("the service", () => {
  test.each([
    [["list:users", "read:servers", "tokens"], []],
    [["list:users", "read:servers"], ["tokens"]],
    [["tokens!user=alice", "list:users!group=lab", "read:servers!group=lab"], []],
    [["list:users!group=lab", "read:servers!group=lab"], ["tokens"]],
    [[], ["list:users", "read:servers", "tokens"]],
  ])("with the scopes %j misses %j", async (scopes, missing) => {
    const { client } = connected(await startSimulatedHub({ scopes }));
    expect(await client.whoAmI()).toMatchObject({ kind: "service", missing });
  });

  test("with a wrong token is told so", async () => {
    const { hub } = connected(await startSimulatedHub());
    await expect(clientOf({ apiUrl: hub.apiUrl, apiToken: "wrong" }).whoAmI()).rejects.toThrow(
      "does not accept the service's token",
    );
  });
});
