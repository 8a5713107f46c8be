import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bodyOf, closedPort, httpServer, labDispatcher, type TestServer } from "#lib/jupyterhub/test/servers.ts";
import { fanOut, type Delivered, type FanOutOptions, type Target } from "./fan-out.ts";
import { labPayload } from "./schema.ts";

const payload = labPayload({ message: "Maintenance at 18:00", variant: "warning", autoClose: false, immediate: true });

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

const healthy: Behaviour = (_, response) => response.writeHead(200, { "content-type": "application/json" }).end('{"success": true}');
const hung: Behaviour = () => undefined;
const missing: Behaviour = (_, response) => response.writeHead(404).end();

interface Farm extends TestServer {
  /** Who has been rung, in order. */
  rung: string[];
}

/** Labs behind one address; `behaviourOf` says how the one of a name answers. */
async function farm(behaviourOf: (name: string) => Behaviour = () => healthy): Promise<Farm> {
  const rung: string[] = [];
  const server = await httpServer((request, response) => {
    const name = request.url?.split("/")[2] ?? "";
    rung.push(name);
    request.resume();
    behaviourOf(name)(request, response);
  });
  return { ...server, rung };
}

function targetsAt({ origin }: { origin: string }, names: string[]): Target[] {
  return names.map((name) => ({ username: name, server: "", url: `${origin}/user/${name}/ingest` }));
}

const numbered = (count: number, name = "lab") => Array.from({ length: count }, (_, index) => `${name}-${index}`);

function optionsWith(more: Partial<FanOutOptions<Target>> = {}): FanOutOptions<Target> {
  return { payload, mint: ({ username }) => Promise.resolve(`token-of-${username}`), dispatcher: labDispatcher(), timeoutMs: 60_000, ...more };
}

async function collect(results: AsyncIterable<Delivered<Target>>): Promise<Delivered<Target>[]> {
  const all = [];
  for await (const result of results) all.push(result);
  return all;
}

const outcomes = (results: Delivered<Target>[]) => results.map(({ target, outcome }) => `${target.username} ${outcome}`);

/** A promise that is resolved from outside. */
function gate() {
  return Promise.withResolvers<void>();
}

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
    expect(seen.sort()).toEqual(names.map((name) => [`/user/${name}/ingest`, `token token-of-${name}`, JSON.stringify(payload)]).sort());
  });

  test("keeps its failure to itself", async () => {
    const port = await closedPort();
    const labs = await farm((name) => (name === "missing" ? missing : healthy));
    const options = optionsWith({
      mint: ({ username }) => (username === "nobody" ? Promise.reject(new Error("no such user")) : Promise.resolve("t")),
    });
    const targets = [...targetsAt({ origin: `http://127.0.0.1:${port}` }, ["refused"]), ...targetsAt(labs, ["missing", "nobody", "fine"])];
    const results = await collect(fanOut(targets, options));
    expect(outcomes(results).sort()).toEqual(["fine delivered", "missing extension-missing", "nobody no-token", "refused unreachable"]);
    expect(results.find(({ outcome }) => outcome === "no-token")).toMatchObject({ durationMs: 0, reason: "no such user", httpStatus: undefined });
    expect(labs.rung.sort()).toEqual(["fine", "missing"]);
    expect(options.dispatcher.places.taken).toBe(0);
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
      fc.asyncProperty(fc.array(kinds, { maxLength: 25 }), limit, limit, limit, async (kindsOf, concurrency, hubConcurrency, mostConnections) => {
        const names = kindsOf.map((kind, index) => `${kind}-${index}`);
        const targets = names.flatMap((name) => targetsAt(name.startsWith("refused") ? { origin: `http://127.0.0.1:${port}` } : labs, [name]));
        const dispatcher = labDispatcher({ mostConnections });
        const mint = ({ username }: Target) => {
          if (username.startsWith("thrown")) throw new Error("not even a promise");
          return username.startsWith("unmintable") ? Promise.reject(new Error("no")) : Promise.resolve("t");
        };
        const beforePost = ({ username }: Target) => Promise.resolve(!username.startsWith("dropped"));
        const results = await collect(fanOut(targets, optionsWith({ dispatcher, concurrency, hubConcurrency, mint, beforePost })));
        expect(results.map(({ target }) => target.username).sort()).toEqual(names.filter((name) => !name.startsWith("dropped")).sort());
        expect(dispatcher.places.taken).toBe(0);
        await dispatcher.destroy();
      }),
      { numRuns: 40 },
    );
  });
});

describe("as a pipeline", () => {
  test("the first lab is rung before the last token is made", async () => {
    const first = gate();
    const labs = await farm((name) => {
      if (name === "lab-0") first.resolve();
      return healthy;
    });
    const mint = async ({ username }: Target) => {
      if (username === "lab-9") await first.promise;
      return "t";
    };
    expect(await collect(fanOut(targetsAt(labs, numbered(10)), optionsWith({ mint, hubConcurrency: 1 })))).toHaveLength(10);
  });

  test("as many tokens are asked for at once as the hub likes, and no more", async () => {
    const labs = await farm();
    const asked: (() => void)[] = [];
    let most = 0;
    const mint = async () => {
      const answered = new Promise<void>((resolve) => asked.push(resolve));
      most = Math.max(most, asked.length);
      if (asked.length === 3) while (asked.length > 0) asked.shift()?.();
      await answered;
      return "t";
    };
    expect(await collect(fanOut(targetsAt(labs, numbered(30)), optionsWith({ mint, hubConcurrency: 3 })))).toHaveLength(30);
    expect(most).toBe(3);
  });

  test("as many requests are worked on at once as allowed, and no more", async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    const labs = await farm(() => (request, response) => {
      waiting.push(() => healthy(request, response));
      most = Math.max(most, waiting.length);
      if (waiting.length === 5) while (waiting.length > 0) waiting.shift()?.();
    });
    const options = optionsWith({ concurrency: 5, slowAfterMs: 60_000 });
    expect(await collect(fanOut(targetsAt(labs, numbered(40)), options))).toHaveLength(40);
    expect(most).toBe(5);
  });

  test("no more tokens are made than can soon be used", async () => {
    const labs = await farm(() => hung);
    let minted = 0;
    const mint = () => Promise.resolve(`token-${(minted += 1)}`);
    const results = fanOut(targetsAt(labs, numbered(100)), optionsWith({ mint, concurrency: 4, hubConcurrency: 2, slowAfterMs: 60_000 }));
    const reading = results.next();
    await expect.poll(() => labs.rung.length).toBe(4);
    expect(minted).toBe(6);
    void results.return();
    for (const socket of labs.sockets) socket.destroy();
    await reading;
  });
});

describe("hung labs", () => {
  test("delay nobody: every healthy one is rung while all hung ones still hang", async () => {
    const labs = await farm((name) => (name.startsWith("hung") ? hung : healthy));
    const names = [...numbered(40, "hung"), ...numbered(40, "healthy")];
    const seen: string[] = [];
    for await (const { outcome } of fanOut(targetsAt(labs, names), optionsWith({ concurrency: 4, slowAfterMs: 5 }))) {
      seen.push(outcome);
      if (seen.length === 40) break;
    }
    expect(new Set(seen)).toEqual(new Set(["delivered"]));
  });

  test("take no more connections than there may be, and each ends as unknown", async () => {
    const dispatcher = labDispatcher({ mostConnections: 3 });
    const waiting = new Set<IncomingMessage>();
    let most = 0;
    const labs = await farm(() => (request) => {
      waiting.add(request);
      most = Math.max(most, waiting.size);
      request.socket.once("close", () => waiting.delete(request));
    });
    const results = await collect(fanOut(targetsAt(labs, numbered(9)), optionsWith({ dispatcher, slowAfterMs: 1, timeoutMs: 40 })));
    expect(outcomes(results).sort()).toEqual(numbered(9).map((name) => `${name} unknown`));
    expect(most).toBeLessThanOrEqual(3);
    expect(dispatcher.places.taken).toBe(0);
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
    const beforePost = () => sleep(1500);
    const results = await collect(fanOut(targetsAt(labs, ["a"]), optionsWith({ beforePost, timeoutMs: 1200 })));
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
    const beforePost = async () => {
      await sleep(10);
      events.push("noted");
    };
    await collect(fanOut(targetsAt(labs, ["a"]), optionsWith({ mint, beforePost })));
    expect(events).toEqual(["minted", "noted", "rung"]);
  });

  test("and may leave it out", async () => {
    const labs = await farm();
    const beforePost = ({ username }: Target) => Promise.resolve(username !== "b");
    expect(outcomes(await collect(fanOut(targetsAt(labs, ["a", "b", "c"]), optionsWith({ beforePost }))))).toEqual(["a delivered", "c delivered"]);
    expect(labs.rung).toEqual(["a", "c"]);
  });

  test("and when that fails, nothing more is begun, what was sent is told, then the error", async () => {
    const labs = await farm();
    const first = gate();
    const beforePost = async ({ username }: Target) => {
      if (username !== "lab-1") return;
      await first.promise;
      throw new Error("the database is gone");
    };
    const results = fanOut(targetsAt(labs, numbered(100)), optionsWith({ beforePost, concurrency: 2, hubConcurrency: 1 }));
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

describe("the source", () => {
  test("that fails is told after the results of what it gave", async () => {
    const labs = await farm();
    function* source() {
      yield* targetsAt(labs, ["a", "b"]);
      throw new Error("no more rows");
    }
    const told: string[] = [];
    const reading = (async () => {
      for await (const { target } of fanOut(source(), optionsWith())) told.push(target.username);
    })();
    await expect(reading).rejects.toThrow("no more rows");
    expect(told.sort()).toEqual(["a", "b"]);
  });

  test("is not touched before somebody reads, and pulled no faster than they read", async () => {
    const labs = await farm();
    let pulled = 0;
    function* endless() {
      for (;;) yield* targetsAt(labs, [`lab-${(pulled += 1)}`]);
    }
    const results = fanOut(endless(), optionsWith({ concurrency: 4, hubConcurrency: 2 }));
    await sleep(20);
    expect(pulled).toBe(0);
    for (let read = 0; read < 10; read += 1) await results.next();
    await expect.poll(() => labs.rung.length).toBeGreaterThanOrEqual(14);
    await sleep(50);
    // Read, waiting to be read, at work, and with a token or about to have one.
    expect(pulled).toBeLessThanOrEqual(10 + 4 + 4 + 2 + 1);
    await results.return();
  });
});

describe("a reader who leaves", () => {
  test("ends what is under way, and the source", async () => {
    const closed: Promise<unknown>[] = [];
    const labs = await farm((name) => (request, response) => {
      if (name === "lab-0") healthy(request, response);
      else closed.push(new Promise((resolve) => request.socket.once("close", resolve)));
    });
    let mintAborted = false;
    const mint = ({ username }: Target, signal: AbortSignal) => {
      if (username !== "lab-9") return Promise.resolve("t");
      return new Promise<string>((_, reject) => {
        signal.addEventListener("abort", () => {
          mintAborted = true;
          reject(new Error("aborted"));
        });
      });
    };
    let sourceEnded = false;
    function* source() {
      try {
        yield* targetsAt(labs, numbered(100));
      } finally {
        sourceEnded = true;
      }
    }
    const options = optionsWith({ mint, hubConcurrency: 1 });
    for await (const { target } of fanOut(source(), options)) {
      expect(target.username).toBe("lab-0");
      await expect.poll(() => labs.rung.length).toBe(9);
      break;
    }
    await Promise.all(closed);
    expect([closed.length, mintAborted]).toEqual([8, true]);
    await expect.poll(() => [sourceEnded, options.dispatcher.places.taken]).toEqual([true, 0]);
    expect(labs.rung).toHaveLength(9);
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
    const beforePost = async ({ username }: Target) => void noted.push(username);
    const options = optionsWith({ beforePost, concurrency: 3, hubConcurrency: 2, slowAfterMs: 60_000, signal: leaving.signal });
    const reading = collect(fanOut(source(), options));
    await expect.poll(() => answers.length).toBe(3);
    leaving.abort();
    for (const answer of answers) answer();
    const results = outcomes(await reading);
    expect(results.sort()).toEqual(["lab-0 delivered", "lab-1 delivered", "lab-2 delivered", "lab-3 cancelled", "lab-4 cancelled"]);
    expect([labs.rung, noted, pulled]).toEqual([["lab-0", "lab-1", "lab-2"], ["lab-0", "lab-1", "lab-2"], 5]);
  });

  test("while the sending is written down still stops it", async () => {
    const leaving = new AbortController();
    const labs = await farm();
    const beforePost = async () => leaving.abort();
    const results = await collect(fanOut(targetsAt(labs, ["a", "b"]), optionsWith({ beforePost, hubConcurrency: 1, signal: leaving.signal })));
    expect([outcomes(results), labs.rung]).toEqual([["a cancelled"], []]);
  });

  test("reaches a hub that does not answer", async () => {
    const leaving = new AbortController();
    const mint = (_: Target, signal: AbortSignal) => {
      setImmediate(() => leaving.abort());
      return new Promise<string>((__, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
    };
    const results = await collect(fanOut(targetsAt({ origin: "http://127.0.0.1:1" }, numbered(3)), optionsWith({ mint, hubConcurrency: 1, signal: leaving.signal })));
    expect(outcomes(results)).toEqual(["lab-0 cancelled"]);
  });

  test("beforehand pulls nothing", async () => {
    expect(await collect(fanOut(targetsAt({ origin: "http://127.0.0.1:1" }, ["a"]), optionsWith({ signal: AbortSignal.abort() })))).toEqual([]);
  });
});

test.each([{ concurrency: 0 }, { hubConcurrency: 1.5 }])("refuses the limit %j", (limit) => {
  expect(() => fanOut([], optionsWith(limit))).toThrow(RangeError);
});
