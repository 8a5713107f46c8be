import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { Semaphore } from "#lib/async/semaphore.ts";
import { labConnections } from "#lib/jupyterhub/test/servers.ts";
import { fanOut, type Target } from "./fan-out.ts";
import { collect, farm, healthy, hung, numbered, optionsWith, outcomes, targetsAt } from "./test/farm.ts";

describe("as a pipeline", () => {
  test("the first lab is rung before the last token is made", async () => {
    const first = Promise.withResolvers<void>();
    const labs = await farm((name) => {
      if (name === "lab-0") first.resolve();
      return healthy;
    });
    const mint = async ({ username }: Target) => {
      if (username === "lab-9") await first.promise;
      return "t";
    };
    expect(await collect(fanOut(targetsAt(labs, numbered(10)), optionsWith({ mint, hubConcurrency: 1 })))).toHaveLength(
      10,
    );
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
    expect(await collect(fanOut(targetsAt(labs, numbered(30)), optionsWith({ mint, hubConcurrency: 3 })))).toHaveLength(
      30,
    );
    expect(most).toBe(3);
  });

  test("two that go on at once keep the hub's limit together, and leave nothing taken", async () => {
    const labs = await farm();
    const minting = new Semaphore(3);
    let [minted, most] = [0, 0];
    const mint = async () => {
      most = Math.max(most, (minted += 1));
      await sleep(1);
      minted -= 1;
      return "t";
    };
    const broken = new Error("no more rows");
    function* source(name: string) {
      yield* targetsAt(labs, numbered(20, name));
      throw broken;
    }
    const both = ["a", "b"].map((name) => collect(fanOut(source(name), optionsWith({ mint, minting }))));
    for (const result of await Promise.allSettled(both)) expect(result).toMatchObject({ reason: broken });
    expect([most, minting.taken, labs.rung.length]).toEqual([3, 0, 40]);
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
    const results = fanOut(
      targetsAt(labs, numbered(100)),
      optionsWith({ mint, concurrency: 4, hubConcurrency: 2, slowAfterMs: 60_000 }),
    );
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
    const pool = labConnections({ mostConnections: 3 });
    const waiting = new Set<IncomingMessage>();
    let most = 0;
    const labs = await farm(() => (request) => {
      waiting.add(request);
      most = Math.max(most, waiting.size);
      request.socket.once("close", () => waiting.delete(request));
    });
    const results = await collect(
      fanOut(targetsAt(labs, numbered(9)), optionsWith({ pool, slowAfterMs: 1, timeoutMs: 40 })),
    );
    expect(outcomes(results).sort()).toEqual(numbered(9).map((name) => `${name} unknown`));
    expect(most).toBeLessThanOrEqual(3);
    expect(pool.places.taken).toBe(0);
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
    await expect.poll(() => [sourceEnded, options.pool.places.taken]).toEqual([true, 0]);
    expect(labs.rung).toHaveLength(9);
  });
});

test.each([{ concurrency: 0 }, { hubConcurrency: 1.5 }])("refuses the limit %j", (limit) => {
  expect(() => fanOut([], optionsWith(limit))).toThrow(RangeError);
});
