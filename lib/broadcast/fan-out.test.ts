import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bodyOf, closedPort, labConnections } from "#lib/jupyterhub/test/servers.ts";
import { fanOut, type Target } from "./fan-out.ts";
import {
  collect,
  farm,
  healthy,
  missing,
  numbered,
  optionsWith,
  outcomes,
  payload,
  targetsAt,
  type Behaviour,
} from "./test/farm.ts";

describe("every server", () => {
  test("gets one request with its own token and the contract's body, and gives one result", async () => {
    const seen: string[][] = [];
    const labs = await farm(() => (request, response) => {
      void bodyOf(request).then((text) => {
        seen.push([request.url ?? "", request.headers.authorization ?? "", text]);
        healthy(request, response);
      });
    });
    const names = numbered(50);
    const results = await collect(fanOut(targetsAt(labs, names), optionsWith()));
    expect(outcomes(results).sort()).toEqual(names.map((name) => `${name} delivered`).sort());
    expect(seen.sort()).toEqual(
      names.map((name) => [`/user/${name}/ingest`, `token token-of-${name}`, JSON.stringify(payload)]).sort(),
    );
  });

  test("keeps its failure to itself", async () => {
    const port = await closedPort();
    const labs = await farm((name) => (name === "missing" ? missing : healthy));
    const options = optionsWith({
      mint: ({ username }) =>
        username === "nobody" ? Promise.reject(new Error("no such user")) : Promise.resolve("t"),
    });
    const targets = [
      ...targetsAt({ origin: `http://127.0.0.1:${port}` }, ["refused"]),
      ...targetsAt(labs, ["missing", "nobody", "fine"]),
    ];
    const results = await collect(fanOut(targets, options));
    expect(outcomes(results).sort()).toEqual([
      "fine delivered",
      "missing extension-missing",
      "nobody no-token",
      "refused unreachable",
    ]);
    expect(results.find(({ outcome }) => outcome === "no-token")).toMatchObject({
      durationMs: null,
      reason: "no such user",
      httpStatus: undefined,
    });
    expect(labs.rung.sort()).toEqual(["fine", "missing"]);
    expect(options.pool.places.taken).toBe(0);
  });

  test("may come from an async source, or be none", async () => {
    const labs = await farm();
    async function* source() {
      for (const target of targetsAt(labs, ["a", "b"])) {
        await sleep(1);
        yield target;
      }
    }
    expect(outcomes(await collect(fanOut(source(), optionsWith()))).sort()).toEqual(["a delivered", "b delivered"]);
    expect(await collect(fanOut([], optionsWith()))).toEqual([]);
  });

  test("gives one result, whatever goes wrong where", async () => {
    const port = await closedPort();
    const behaviours: Record<string, Behaviour> = { healthy, missing, cut: (request) => void request.socket.destroy() };
    const labs = await farm((name) => behaviours[name.split("-")[0] ?? ""] ?? healthy);
    const kinds = fc.constantFrom("healthy", "missing", "cut", "refused", "unmintable", "thrown", "dropped");
    const limit = fc.integer({ min: 1, max: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(kinds, { maxLength: 25 }),
        limit,
        limit,
        limit,
        async (kindsOf, concurrency, hubConcurrency, mostConnections) => {
          const names = kindsOf.map((kind, index) => `${kind}-${index}`);
          const targets = names.flatMap((name) =>
            targetsAt(name.startsWith("refused") ? { origin: `http://127.0.0.1:${port}` } : labs, [name]),
          );
          const pool = labConnections({ mostConnections });
          const mint = ({ username }: Target) => {
            if (username.startsWith("thrown")) throw new Error("not even a promise");
            return username.startsWith("unmintable") ? Promise.reject(new Error("no")) : Promise.resolve("t");
          };
          const beforeRequest = ({ username }: Target) => Promise.resolve(!username.startsWith("dropped"));
          const results = await collect(
            fanOut(targets, optionsWith({ pool, concurrency, hubConcurrency, mint, beforeRequest })),
          );
          expect(results.map(({ target }) => target.username).sort()).toEqual(
            names.filter((name) => !name.startsWith("dropped")).sort(),
          );
          expect(pool.places.taken).toBe(0);
          pool.destroy();
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("a server's time", () => {
  test("does not run while it waits for its turn", async () => {
    const labs = await farm(() => (request, response) => void setTimeout(() => healthy(request, response), 100));
    const options = optionsWith({ concurrency: 1, slowAfterMs: 60_000, timeoutMs: 1500 });
    const results = await collect(fanOut(targetsAt(labs, numbered(20)), options));
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(["delivered"]));
  });

  test("does not run while its sending is written down", async () => {
    const labs = await farm();
    const beforeRequest = () => sleep(1500);
    const results = await collect(fanOut(targetsAt(labs, ["a"]), optionsWith({ beforeRequest, timeoutMs: 1200 })));
    expect(outcomes(results)).toEqual(["a delivered"]);
  });
});

describe("just before the request", () => {
  test("the caller hears of it, with the token made and nothing sent", async () => {
    const events: string[] = [];
    const labs = await farm(() => (request, response) => {
      events.push("rung");
      healthy(request, response);
    });
    const mint = () => {
      events.push("minted");
      return Promise.resolve("t");
    };
    const beforeRequest = async () => {
      await sleep(10);
      events.push("noted");
    };
    await collect(fanOut(targetsAt(labs, ["a"]), optionsWith({ mint, beforeRequest })));
    expect(events).toEqual(["minted", "noted", "rung"]);
  });

  test("and may leave it out", async () => {
    const labs = await farm();
    const beforeRequest = ({ username }: Target) => Promise.resolve(username !== "b");
    expect(outcomes(await collect(fanOut(targetsAt(labs, ["a", "b", "c"]), optionsWith({ beforeRequest }))))).toEqual([
      "a delivered",
      "c delivered",
    ]);
    expect(labs.rung).toEqual(["a", "c"]);
  });

  test("and when that fails, nothing more is begun, what was sent is told, then the error", async () => {
    const labs = await farm();
    const first = Promise.withResolvers<void>();
    const beforeRequest = async ({ username }: Target) => {
      if (username !== "lab-1") return;
      await first.promise;
      throw new Error("the database is gone");
    };
    const results = fanOut(
      targetsAt(labs, numbered(100)),
      optionsWith({ beforeRequest, concurrency: 2, hubConcurrency: 1 }),
    );
    const told: string[] = [];
    const reading = (async () => {
      for await (const { target, outcome } of results) {
        told.push(`${target.username} ${outcome}`);
        first.resolve();
      }
    })();
    await expect(reading).rejects.toThrow("the database is gone");
    expect(told).toContain("lab-0 delivered");
    expect(told).toHaveLength(labs.rung.length);
    expect(labs.rung.length).toBeLessThan(10);
  });
});

describe("an abort", () => {
  test("begins nothing more; what was sent still tells its result, what was not is cancelled", async () => {
    const leaving = new AbortController();
    const answers: (() => void)[] = [];
    const labs = await farm(() => (request, response) => void answers.push(() => healthy(request, response)));
    let pulled = 0;
    function* source() {
      for (const target of targetsAt(labs, numbered(100))) {
        pulled += 1;
        yield target;
      }
    }
    const noted: string[] = [];
    const beforeRequest = async ({ username }: Target) => void noted.push(username);
    const options = optionsWith({
      beforeRequest,
      concurrency: 3,
      hubConcurrency: 2,
      slowAfterMs: 60_000,
      signal: leaving.signal,
    });
    const reading = collect(fanOut(source(), options));
    await expect.poll(() => answers.length).toBe(3);
    leaving.abort();
    for (const answer of answers) answer();
    const results = outcomes(await reading);
    expect(results.sort()).toEqual([
      "lab-0 delivered",
      "lab-1 delivered",
      "lab-2 delivered",
      "lab-3 cancelled",
      "lab-4 cancelled",
    ]);
    expect([labs.rung, noted, pulled]).toEqual([["lab-0", "lab-1", "lab-2"], ["lab-0", "lab-1", "lab-2"], 6]);
  });

  test("while the sending is written down still stops it", async () => {
    const leaving = new AbortController();
    const labs = await farm();
    const beforeRequest = async () => leaving.abort();
    const results = await collect(
      fanOut(targetsAt(labs, ["a", "b"]), optionsWith({ beforeRequest, hubConcurrency: 1, signal: leaving.signal })),
    );
    expect([outcomes(results), labs.rung]).toEqual([["a cancelled"], []]);
  });

  test("reaches a hub that does not answer", async () => {
    const leaving = new AbortController();
    const mint = (_: Target, signal: AbortSignal) => {
      setImmediate(() => leaving.abort());
      return new Promise<string>((__, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
    };
    const results = await collect(
      fanOut(
        targetsAt({ origin: "http://127.0.0.1:1" }, numbered(3)),
        optionsWith({ mint, hubConcurrency: 1, signal: leaving.signal }),
      ),
    );
    expect(outcomes(results)).toEqual(["lab-0 cancelled"]);
  });

  test("beforehand pulls nothing", async () => {
    expect(
      await collect(
        fanOut(targetsAt({ origin: "http://127.0.0.1:1" }, ["a"]), optionsWith({ signal: AbortSignal.abort() })),
      ),
    ).toEqual([]);
  });
});
