import { expect, test } from "vitest";
import { labConnections } from "#lib/jupyterhub/test/servers.ts";
import { fanOut, type Target } from "./fan-out.ts";
import { collect, farm, healthy, numbered, optionsWith, outcomes, targetsAt, type Behaviour } from "./test/farm.ts";

/** Answers those alone who come with one of these tokens. */
const wanting =
  (...tokens: string[]): Behaviour =>
  (request, response) =>
    tokens.includes(request.headers.authorization ?? "") ? healthy(request, response) : response.writeHead(403).end();

test("a lab with a token made before is rung while the hub gives none", async () => {
  const labs = await farm();
  const gate = Promise.withResolvers<string>();
  const seen: string[] = [];
  const results = fanOut(
    targetsAt(labs, [...numbered(20, "warm"), "cold"]),
    optionsWith({
      hubConcurrency: 1,
      warm: ({ username }) => (username === "cold" ? undefined : `made-for-${username}`),
      mint: () => gate.promise,
    }),
  );
  for await (const { target, outcome } of results) {
    seen.push(`${target.username} ${outcome}`);
    if (seen.length === 20) gate.resolve("late");
  }
  expect(seen.slice(0, 20).sort()).toEqual(
    numbered(20, "warm")
      .map((name) => `${name} delivered`)
      .sort(),
  );
  expect(seen.slice(20)).toEqual(["cold delivered"]);
});

test("one that would not have it is asked once more with a new one, and its time goes on", async () => {
  const labs = await farm(() => wanting("token new"));
  const asked: Target[] = [];
  const noted: string[] = [];
  const options = optionsWith({
    warm: () => "old",
    mint: async (target) => {
      asked.push(target);
      return target.username === "stubborn" ? "bad" : "new";
    },
    beforeRequest: async ({ username }) => void noted.push(username),
  });
  const results = await collect(fanOut(targetsAt(labs, ["fine", "stubborn"]), options));
  expect(outcomes(results).sort()).toEqual(["fine delivered", "stubborn unauthorized"]);
  expect(labs.rung.sort()).toEqual(["fine", "fine", "stubborn", "stubborn"]);
  expect(asked, "one new token each").toHaveLength(2);
  expect(noted.sort(), "written down once").toEqual(["fine", "stubborn"]);
  expect(options.pool.places.taken).toBe(0);
});

test("where the hub makes no other, it stays with what the lab said", async () => {
  const labs = await farm(() => wanting());
  const options = optionsWith({ warm: () => "old", mint: () => Promise.reject(new Error("the hub is away")) });
  const [result] = await collect(fanOut(targetsAt(labs, ["a"]), options));
  expect(result).toMatchObject({ outcome: "unauthorized", httpStatus: 403 });
});

test("labs that all refuse at once block neither each other nor those without a token", async () => {
  const labs = await farm((name) => (name.startsWith("warm") ? wanting("token new") : healthy));
  const pool = labConnections({ mostConnections: 2 });
  const options = optionsWith({
    pool,
    concurrency: 2,
    hubConcurrency: 1,
    warm: ({ username }) => (username.startsWith("warm") ? "old" : undefined),
    mint: async () => "new",
  });
  const names = [...numbered(8, "warm"), ...numbered(8, "cold")];
  expect(new Set(outcomes(await collect(fanOut(targetsAt(labs, names), options))))).toEqual(
    new Set(names.map((name) => `${name} delivered`)),
  );
});

test("a second request has what the first left of the lab's time", async () => {
  const labs = await farm(() => (request, response) => {
    if (request.headers.authorization === "token old") setTimeout(() => response.writeHead(401).end(), 150);
  });
  const [result] = await collect(
    fanOut(targetsAt(labs, ["a"]), optionsWith({ warm: () => "old", mint: async () => "new", timeoutMs: 600 })),
  );
  expect(result?.outcome).toBe("unknown");
  expect(labs.rung).toEqual(["a", "a"]);
});
