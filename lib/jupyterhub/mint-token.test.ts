import type { ServerResponse } from "node:http";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { startSimulatedHub } from "#scripts/simulated-hub/index.ts";
import { clientOf, connected, says, scripted } from "./test/hubs.ts";

const inS = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const alice = { username: "alice", server: "" };
const mintAnswer = (more: object = {}) => ({
  user: "alice",
  id: "a18",
  roles: [],
  scopes: ["access:servers!server=alice/", "read:users:name!user=alice"],
  expires_at: inS(300),
  token: "a86c0123456789abcdef",
  ...more,
});

describe("a token", () => {
  test("is good at one server alone, for five minutes", async () => {
    const { seen, apiUrl } = await scripted(says(201, mintAnswer({ scopes: ["access:servers!server=alice/gpu"] })));
    expect(await clientOf({ apiUrl }).mintToken({ username: "alice", server: "gpu" })).toBe("a86c0123456789abcdef");
    expect(seen).toMatchObject([{ method: "POST", url: "/hub/api/users/alice/tokens" }]);
    expect(seen[0]?.headers).toMatchObject({
      authorization: "token service-token",
      "content-type": "application/json",
    });
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({
      expires_in: 300,
      note: expect.any(String) as string,
      scopes: ["access:servers!server=alice/gpu"],
    });
  });

  test("comes from a hub for every server it lists, whatever its name", async () => {
    const { client } = connected(await startSimulatedHub({ labs: 40, namedServers: 4 }));
    const servers = await client.listServers({ state: "ready" });
    const tokens = await Promise.all(servers.map((each) => client.mintToken(each)));
    expect(new Set(tokens).size).toBe(servers.length);
  });

  test.each<[string, object, string]>([
    ["never expires", { expires_at: null }, "made no usable token"],
    ["expires in a day", { expires_at: inS(86_400) }, "does not expire in 300 s"],
    ["has expired", { expires_at: inS(-10) }, "does not expire in 300 s"],
    ["expires at no time", { expires_at: "soon" }, "does not expire in 300 s"],
    [
      "is good for another server too",
      { scopes: ["access:servers!server=alice/", "access:servers!server=alice/gpu"] },
      "is not limited to one server",
    ],
    [
      "is good for something else too",
      { scopes: ["access:servers!server=alice/", "admin:users"] },
      "is not limited to one server",
    ],
    [
      "names others too",
      { scopes: ["access:servers!server=alice/", "read:users:name"] },
      "is not limited to one server",
    ],
    ["is good for more", { scopes: ["access:servers!user=alice"] }, "is not limited to one server"],
    ["has a role", { scopes: undefined, roles: ["token"] }, "is not limited to one server"],
    ["is no token", { token: "a b\r\nx: y" }, "made no usable token"],
    ["is missing", { token: undefined }, "made no usable token"],
  ])("that %s is not used", async (_, more, words) => {
    const { apiUrl } = await scripted(says(201, mintAnswer(more)));
    await expect(clientOf({ apiUrl }).mintToken(alice)).rejects.toMatchObject({
      code: "hub-failed",
      message: expect.stringContaining(words) as string,
    });
  });

  test("expires by the hub's clock, which may not be ours, and in UTC where it does not say", async () => {
    const date = new Date("2020-01-01T00:00:00Z").toUTCString();
    const answer = mintAnswer({ expires_at: "2020-01-01T00:05:00.784487" });
    const { apiUrl } = await scripted(says(201, answer, { date }));
    expect(await clientOf({ apiUrl }).mintToken(alice)).toBe(answer.token);
  });

  test.each<[number, string]>([
    [403, "the service lacks the scope tokens, or there is no such user (nope)"],
    [400, "it answered 400 (nope)"],
  ])("that the hub refuses with %i is not asked for again", async (status, words) => {
    const { seen, apiUrl } = await scripted(says(status, { status, message: "nope" }));
    await expect(clientOf({ apiUrl }).mintToken(alice)).rejects.toMatchObject({
      code: "hub-failed",
      message: expect.stringContaining(words) as string,
    });
    expect(seen).toHaveLength(1);
  });

  test("is asked for by few at once", async () => {
    const waiting: ServerResponse[] = [];
    let most = 0;
    const { apiUrl } = await scripted((response) => {
      most = Math.max(most, waiting.push(response));
      if (waiting.length === 8) for (const each of waiting.splice(0)) says(201, mintAnswer())(each);
    });
    const client = clientOf({ apiUrl }, { concurrency: 8 });
    await Promise.all(Array.from({ length: 24 }, () => client.mintToken(alice)));
    expect(most).toBe(8);
  });

  test("is no longer asked for where the hub has hung", async () => {
    const { apiUrl } = await scripted(() => undefined);
    const client = clientOf({ apiUrl }, { timeoutMs: 300, concurrency: 8 });
    const reasons = await Promise.all(
      Array.from({ length: 200 }, () =>
        client.minting.run(() => client.mintToken(alice)).catch((error: unknown) => String(error)),
      ),
    );
    const count = (words: string) => reasons.filter((reason) => reason.includes(words)).length;
    expect(count("did not answer within 0.3 s") + count("has stopped answering")).toBe(200);
    expect(count("has stopped answering")).toBeGreaterThan(100);
  });

  test("is asked for below its user alone, whatever the name", async () => {
    const { seen, apiUrl } = await scripted(says(403, {}));
    const client = clientOf({ apiUrl });
    const name = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom(".", "/", "\\", "@", ":", "?", "#", "%", "2", "f", "a", "\r", "\n", " ") }),
      fc.constantFrom("..", ".", "", "a/b", "a@evil.com", "a?x#y", "../..", "%2e%2e", "zoë", "\ud800"),
    );
    await fc.assert(
      fc.asyncProperty(name, async (username) => {
        seen.length = 0;
        await expect(client.mintToken({ username, server: "" })).rejects.toMatchObject({ code: "hub-failed" });
        if (["", ".", ".."].includes(username) || !username.isWellFormed()) {
          expect(seen).toEqual([]);
          return;
        }
        const [before, segment, ...after] = seen[0]?.url.split(/(?<=users\/)|(?=\/tokens$)/) ?? [];
        expect([seen.length, before, decodeURIComponent(segment ?? ""), after]).toEqual([
          1,
          "/hub/api/users/",
          username,
          ["/tokens"],
        ]);
        expect(segment).toMatch(/^[\w%!'()*.~-]+$/);
      }),
      { numRuns: 200 },
    );
  });
});
