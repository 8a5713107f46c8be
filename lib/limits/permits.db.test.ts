import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { scratchDatabase } from "#db/test/scratch.ts";
import { openBus, type Bus } from "#lib/bus/bus.ts";
import { BelfryError } from "#lib/errors.ts";
import { createLog } from "#lib/log.ts";
import { Permits } from "./permits.ts";
import type { Limit } from "./take.ts";
import { later } from "./test/later.ts";

const scratch = scratchDatabase();
const windowS = 60;

/** A request: between which moments it was decided, in ms. */
interface Request {
  beganMs: number;
  endedMs: number;
  granted: boolean;
}

interface Instance {
  database: Database;
  bus: Bus;
  permits: Permits;
}

let instances: Instance[] = [];
let aheadMs = 0;
const nowMs = () => performance.now() + aheadMs;

async function open(many: number): Promise<Instance[]> {
  for (let n = 0; n < many; n++) {
    const database = openDatabase(scratch().url);
    const bus = await openBus(database);
    instances.push({ database, bus, permits: new Permits({ db: database.db, log: createLog("silent"), bus, nowMs }) });
  }
  return instances;
}
afterEach(async () => {
  for (const { database, bus, permits } of instances) {
    await permits.close();
    await bus.close();
    await database.close();
  }
  instances = [];
});

/** Time goes by, and each instance does what it does every second. */
async function pass(seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= 5) {
    const step = Math.min(left, 5);
    aheadMs += step * 1000;
    await later(scratch(), step);
    await Promise.all(instances.map(({ permits }) => permits.settle()));
  }
}

async function ask({ permits }: Instance, limit: Limit): Promise<Request> {
  const beganMs = nowMs();
  const granted = await permits.take(limit, "requests").then(
    () => true,
    (error: unknown) => {
      if (!(error instanceof BelfryError && error.code === "too-many")) throw error;
      return false;
    },
  );
  return { beganMs, endedMs: nowMs(), granted };
}

async function askInTurn(instance: Instance, limit: Limit, many: number): Promise<number> {
  let granted = 0;
  for (let n = 0; n < many; n++) if ((await ask(instance, limit)).granted) granted++;
  return granted;
}

/** Never more than a limit within a window; and refused only who came when as many had, give or take two sixtieths of it. */
function expectExact(requests: readonly Request[], { most }: Limit): void {
  const granted = requests.filter((each) => each.granted);
  const [began, ended] = [granted.map((each) => each.beganMs), granted.map((each) => each.endedMs)].map((all) =>
    all.toSorted((a, b) => a - b),
  ) as [number[], number[]];
  for (let n = most; n < granted.length; n++)
    expect((ended[n] ?? 0) - (began[n - most] ?? 0), `of ${most} and one more`).toBeGreaterThanOrEqual(windowS * 1000);
  for (const { granted: got, beganMs, endedMs } of requests) {
    if (got) continue;
    const sinceMs = beganMs - windowS * 1000 * (1 + 2 / 60);
    const before = granted.filter((each) => each.endedMs >= sinceMs && each.beganMs <= endedMs);
    expect(before.length, "came before one that was refused").toBeGreaterThanOrEqual(most);
  }
}

let keys = 0;
const limit = (most: number): Limit => ({ key: `requests ${++keys}`, most, windowS });
const statements = async (work: () => Promise<unknown>) => {
  const spies = instances.map(({ database: { db } }) => vi.spyOn(db, "execute").mockClear());
  await work();
  return spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
};

describe("permits", () => {
  it("cost few statements, and are all there are", async () => {
    const [one] = (await open(1)) as [Instance];
    const busy = limit(1200);
    let granted = 0;
    expect(await statements(async () => (granted = await askInTurn(one, busy, 1300)))).toBeLessThan(120);
    expect(granted).toBe(1200);
    expect(await statements(() => askInTurn(one, busy, 100))).toBe(0);
  });

  it("tell how many are left, and when there are more", async () => {
    const [one, two] = (await open(2)) as [Instance, Instance];
    const told = limit(100);
    expect(await one.permits.take(told, "requests")).toEqual({
      most: 100,
      windowS,
      left: 99,
      freesS: expect.any(Number) as number,
    });
    await pass(20);
    for (let n = 2; n <= 30; n++) {
      const { left, freesS } = await one.permits.take(told, "requests");
      expect([left, Math.round(freesS)]).toEqual([100 - n, 40]);
    }
    // What the other holds is not used; only it knows which of them are.
    expect((await two.permits.take(told, "requests")).left).toBeLessThan(70);
  });

  it("are the whole limit for whoever goes from one instance to the next, or comes to all in turn", async () => {
    const all = await open(3);
    const moving = limit(1200);
    expect(await askInTurn(all[0] as Instance, moving, 300)).toBe(300);
    expect(await askInTurn(all[1] as Instance, moving, 100)).toBe(100);
    expect(await askInTurn(all[2] as Instance, moving, 900)).toBe(800);
    const turning = limit(300);
    let granted = 0;
    for (let n = 0; n < 400; n++) granted += Number((await ask(all[n % 3] as Instance, turning)).granted);
    expect(granted).toBe(300);
  });

  it("are the whole limit again after a window without anybody, wherever the one before began", async () => {
    const [one, two] = (await open(2)) as [Instance, Instance];
    for (const begunS of [7, 30, 59]) {
      const quiet = limit(240);
      await askInTurn(one, quiet, 20);
      await pass(begunS);
      await Promise.all([askInTurn(one, quiet, 200), askInTurn(two, quiet, 200)]);
      await pass(windowS);
      const again = await Promise.all([askInTurn(one, quiet, 200), askInTurn(two, quiet, 200)]);
      expect(again[0] + again[1]).toBe(240);
    }
  });

  it("are as many in each of five windows as may come in one, of instances that race", async () => {
    const all = await open(3);
    const raced = limit(240);
    const requests: Request[] = [];
    const inWindow = [0, 0, 0, 0, 0];
    const startMs = nowMs();
    for (let second = 0; second < 5 * windowS; second += 3) {
      for (const answer of await Promise.all(
        all.flatMap((each) => Array.from({ length: 100 }, () => ask(each, raced))),
      )) {
        requests.push(answer);
        const nth = Math.floor((answer.endedMs - startMs) / (windowS * 1000));
        if (answer.granted) inWindow[nth] = (inWindow[nth] ?? 0) + 1;
      }
      await pass(3);
    }
    expect(inWindow).toEqual([240, 240, 240, 240, 240]);
    expectExact(requests, raced);
  });

  it("are exact, whoever comes when to which of two instances", async () => {
    await open(2);
    const crowd = fc.record({
      instance: fc.nat(1),
      many: fc.nat(40),
      atOnce: fc.boolean(),
      thenS: fc.constantFrom(0, 0, 0.2, 1, 4, 11, 25, 58),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(crowd, { minLength: 4, maxLength: 14 }), async (crowds) => {
        const one = limit(60);
        const requests: Request[] = [];
        let underWay: Promise<unknown> = Promise.resolve();
        for (const { instance, many, atOnce, thenS } of crowds) {
          const mine = instances[instance] as Instance;
          const come = async () => {
            if (atOnce) requests.push(...(await Promise.all(Array.from({ length: many }, () => ask(mine, one)))));
            else for (let n = 0; n < many; n++) requests.push(await ask(mine, one));
          };
          // With no time between them two crowds race.
          underWay = Promise.all([underWay, come()]);
          if (thenS === 0) continue;
          await underWay;
          await pass(thenS);
        }
        await underWay;
        expectExact(requests, one);
      }),
      { numRuns: 25 },
    );
  });

  it("that a process took with it are back a window after it could have used them", async () => {
    const [gone, stays] = (await open(2)) as [Instance, Instance];
    const some = limit(480);
    await askInTurn(gone, some, 20);
    vi.spyOn(gone.database.db, "execute").mockRejectedValue(new Error("gone"));
    const left = await askInTurn(stays, some, 480);
    expect(left).toBeGreaterThan(400);
    expect(left).toBeLessThan(460);
    await gone.bus.close();
    await pass(windowS + 11);
    expect(await askInTurn(stays, some, 500)).toBe(480);
  });

  it("are asked about where the count was lost", async () => {
    const [one] = (await open(1)) as [Instance];
    const lost = limit(40);
    expect(await askInTurn(one, lost, 50)).toBe(40);
    await scratch().db.execute(sql`truncate quota`);
    await pass(windowS);
    expect(await askInTurn(one, lost, 50)).toBe(40);
  });
});
