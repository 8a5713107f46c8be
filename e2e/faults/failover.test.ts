import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { signInAsProgram } from "#scripts/demo/sign-in-as-program.ts";
import { admin, startInstances, type Instances } from "./instances.ts";
import { makePostgres, makeStandby, removeAll, whileLocked, type RealPostgres } from "./postgres.ts";
import { heard, lost, makeOrigin, publish, publishing, search, whenAll, type Published } from "./publishing.ts";

const labs = 300;
let one: RealPostgres;
let other: RealPostgres;
let belfry: Instances;

beforeAll(async () => {
  one = await makePostgres();
  other = await makeStandby(one);
  await one.ask("alter system set synchronous_standby_names = '*'");
  await one.ask("select pg_reload_conf()");
  const databaseUrl = `${one.url.replace(one.host, `${one.host},${other.host}`)}?target_session_attrs=read-write`;
  belfry = await startInstances(2, { databaseUrl, labs, latencyMs: 50, mintMs: 50 });
  await makeOrigin(belfry);
});
afterAll(removeAll);
afterAll(() => belfry.stop());

/** All were taken or told to come again, some of each; none that was taken is lost. */
async function check(what: string, answers: readonly Published[], tookMs: number): Promise<void> {
  expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual([201, 503]);
  const refused = answers.filter(({ status }) => status === 503);
  expect(refused.filter(({ retryAfter }) => retryAfter === null)).toEqual([]);
  expect(await lost(belfry, answers)).toEqual([]);
  const longestMs = Math.round(Math.max(...answers.map((one) => one.tookMs)));
  console.log(
    `${what}: ${answers.length - refused.length} published, ${refused.length} refused with 503, none lost; an answer took ${longestMs} ms at most, ready ${tookMs} ms after`,
  );
}

const inASecond = () => new Date(Date.now() + 1000).toISOString();

/** What came of a broadcast, once nobody works on it any more. */
async function ended(url: string, address: string): Promise<{ state: string; successful: number; failed: number }> {
  const look = async () => (await (await belfry.ask(url, "GET", address)).json()) as Awaited<ReturnType<typeof ended>>;
  await expect.poll(async () => (await look()).state, { timeout: 60_000 }).toBe("finished");
  return look();
}

it("the primary dies and its standby is promoted: all instances follow, no publish is lost, nobody is rung twice", async () => {
  const [url = "", second = ""] = belfry.urls;
  const stream = await belfry.ask(second, "GET", "/api/stream");
  const sent = await belfry.ask(url, "POST", "/hub/api/notifications/broadcast", {
    message: "Soon",
    sendAt: inASecond(),
  });
  const load = publishing(belfry);
  await expect.poll(() => belfry.hub.state().totals.arrivals).toBeGreaterThan(labs / 10);
  await one.stop("immediate");
  await whenAll(belfry, 503);
  await sleep(1000);
  await other.promote();
  const tookMs = await whenAll(belfry, 200);
  await sleep(1000);
  await load.end();
  await check("the primary died, its standby was promoted", load.answers, tookMs);
  await heard(stream, (await publish(belfry, url)).title);

  const outcome = await ended(url, sent.headers.get("location") ?? "");
  expect(outcome.successful + outcome.failed).toBe(labs);
  const arrivals = belfry.hub.labs().map((lab) => lab.arrivals.length);
  expect(Math.max(...arrivals), "nobody twice").toBe(1);
  expect(outcome.successful).toBeLessThanOrEqual(arrivals.filter((count) => count === 1).length);
  console.log(
    `in the middle of a broadcast: ${outcome.successful} of ${labs} delivered, ${outcome.failed} unknown, none twice`,
  );
});

it("a switchover back: the primary becomes a standby, and the standby a primary", async () => {
  await one.rejoin(other);
  await one.start();
  await expect.poll(() => other.ask("select from pg_stat_replication where state = 'streaming'")).toHaveLength(1);
  const load = publishing(belfry);
  await sleep(1000);
  // In order: it ends when all that it has written is with the other.
  await other.stop("fast");
  await whenAll(belfry, 503);
  other.follow(one);
  // The standby comes back first: both hosts answer, and neither takes a write.
  await other.start();
  await expect
    .poll(async () => (await publish(belfry, belfry.urls[0] ?? "")).said)
    .toContain("only lets itself be read");
  await one.promote();
  const tookMs = await whenAll(belfry, 200);
  await sleep(1000);
  await load.end();
  await check("a switchover back", load.answers, tookMs);
});

it("a primary that turns read-only with all connections open: not ready, 503, and back by itself", async () => {
  const load = publishing(belfry);
  const readOnly = async (on: boolean) => {
    await one.ask(`alter system set default_transaction_read_only = ${on ? "on" : "off"}`);
    await one.ask("select pg_reload_conf()");
  };
  await sleep(500);
  await readOnly(true);
  await whenAll(belfry, 503);
  await expect.poll(() => load.answers.at(-1)?.said).toContain("only lets itself be read");
  await readOnly(false);
  const tookMs = await whenAll(belfry, 200);
  await sleep(500);
  await load.end();
  await check("read-only for a while", load.answers, tookMs);
});

it("a host that is frozen, its connections open: not ready, 503 for programs and pages, and back by itself", async () => {
  const [url = ""] = belfry.urls;
  const { cookie } = await signInAsProgram(url, admin);
  const page = () => fetch(`${url}/`, { headers: { cookie, accept: "text/html" } });
  expect((await page()).status).toBe(200);
  const load = publishing(belfry);
  await sleep(500);
  const thaw = one.freeze();
  try {
    await whenAll(belfry, 503);
    const answers = await Promise.all([page(), page(), page()]);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
    expect(answers.every(({ headers }) => headers.has("retry-after"))).toBe(true);
  } finally {
    thaw();
  }
  const tookMs = await whenAll(belfry, 200);
  await sleep(500);
  await load.end();
  await check("a frozen host", load.answers, tookMs);
  expect((await page()).status).toBe(200);
});

it("one connection of several is frozen: whoever has it is told so, and all others are served", async () => {
  // While the table is locked, each of them takes a connection. Frozen is one that a search waits on: of those idle, a
  // heartbeat could take the frozen one before any search does.
  let frozen: number | undefined;
  try {
    const answers = await whileLocked(one, { table: "notification", seconds: 2 }, async () => {
      const searches = Array.from({ length: 40 }, (_, n) => search(belfry, belfry.urls[n % 2] ?? ""));
      const onSearches = await vi.waitUntil(async () => {
        const pids = await one.ask(
          "select pid from pg_stat_activity where usename = 'belfry' and wait_event_type = 'Lock' and query ~ 'mine as materialized'",
        );
        return pids.length > 0 && pids;
      }, 2000);
      frozen = Number(onSearches[0]?.["pid"]);
      process.kill(frozen, "SIGSTOP");
      return Promise.all(searches);
    });
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.map(({ status, said }) => [status, said])).toEqual([
      [503, expect.stringContaining("does not answer")],
    ]);
    expect(refused[0]?.retryAfter).not.toBeNull();
    await whenAll(belfry, 200);
    console.log(
      `one frozen connection: ${answers.length - refused.length} of ${answers.length} searches answered, the one on it refused with 503 after ${Math.round(refused[0]?.tookMs ?? 0)} ms`,
    );
  } finally {
    if (frozen !== undefined) process.kill(frozen, "SIGCONT");
  }
});
