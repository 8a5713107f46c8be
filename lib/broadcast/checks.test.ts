import { expect, test } from "vitest";
import { Semaphore } from "#lib/async/semaphore.ts";
import { Checks } from "./checks.ts";

const settled = () => new Promise(setImmediate);

/** How many turns are had at once by a check that wants as many as it gets. */
async function turnsHad(checks: Checks, minting: Semaphore): Promise<number> {
  const turns = checks.turns(minting);
  const enough = new AbortController();
  let had = 0;
  const all = Array.from({ length: 20 }, () =>
    turns.acquire({ signal: enough.signal }).then((got) => got && (had += 1)),
  );
  await settled();
  const now = had;
  enough.abort();
  await Promise.all(all);
  for (let each = 0; each < now; each += 1) turns.release();
  expect(minting.taken).toBe(0);
  return now;
}

test.each([
  [8, 2],
  [12, 4],
  [2, 1],
  [1, 1],
])("of %d turns at the hub a check takes %d, and all while somebody writes", async (limit, gentle) => {
  const checks = new Checks();
  const minting = new Semaphore(limit);
  expect(await turnsHad(checks, minting)).toBe(gentle);
  expect(await checks.hurry(() => turnsHad(checks, minting))).toBe(limit);
  expect(await turnsHad(checks, minting)).toBe(gentle);
});

test("a check under way goes on at the full pace once somebody writes", async () => {
  const checks = new Checks();
  const minting = new Semaphore(6);
  const turns = checks.turns(minting);
  let had = 0;
  const pull = (async () => {
    for (let each = 0; each < 6; each += 1) {
      await turns.acquire();
      had += 1;
    }
  })();
  await settled();
  expect(had).toBe(2);
  await checks.hurry(async () => {
    turns.release();
    await pull;
    expect(minting.taken).toBe(5);
  });
});

test("a send is served before a check that waited longer", async () => {
  const minting = new Semaphore(1);
  const turns = new Checks().turns(minting);
  const served: string[] = [];
  await minting.acquire();
  const check = turns.acquire().then(() => served.push("check"));
  await settled();
  const send = minting.acquire().then(() => served.push("send"));
  minting.release();
  await send;
  minting.release();
  await check;
  expect(served).toEqual(["send", "check"]);
});

test("a send ends what is checked, and nothing is checked until the last one is over", () => {
  const checks = new Checks();
  const before = checks.stopped;
  const [first, second] = [checks.giveWay(), checks.giveWay()];
  expect(before.aborted).toBe(true);
  first();
  first();
  expect(checks.stopped.aborted, "the other goes on").toBe(true);
  second();
  expect(checks.stopped.aborted).toBe(false);
});
