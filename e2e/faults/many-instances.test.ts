import { afterAll, beforeAll, expect, it } from "vitest";
import { migrate } from "#db/migrate.ts";
import { startInstances, type Instances } from "./instances.ts";
import { login, makePostgres, removeAll, whileLocked, type RealPostgres } from "./postgres.ts";
import { lost, makeOrigin, publish, search, whenAll, type Published } from "./publishing.ts";

const count = 5;
const atOnce = 40;
const rounds = 3;
let server: RealPostgres;
let belfry: Instances;

beforeAll(async () => {
  server = await makePostgres();
  belfry = await startInstances(count, { databaseUrl: server.url });
  await makeOrigin(belfry);
});
afterAll(removeAll);
afterAll(() => belfry.stop());

const publishes = (url: string, number: number) =>
  Promise.all(Array.from({ length: number }, () => publish(belfry, url)));

it("five instances on the 100 connections that Postgres has by itself: many at once wait their turn, and all are taken", async () => {
  const answers: Published[] = [];
  let most = 0;
  for (let round = 0; round < rounds; round++) {
    const asked = Promise.all(belfry.urls.map((url) => publishes(url, atOnce)));
    const [row] = await server.ask("select count(*)::int as open from pg_stat_activity where usename = 'belfry'");
    most = Math.max(most, Number(row?.["open"]));
    answers.push(...(await asked).flat());
  }
  expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
  expect(await lost(belfry, answers)).toEqual([]);
  const longestMs = Math.round(Math.max(...answers.map(({ tookMs }) => tookMs)));
  console.log(
    `five instances, ${count * atOnce} at once: ${answers.length} of ${answers.length} published on ${most} connections, the last after ${longestMs} ms`,
  );
});

it("while all connections of an instance are at work, who waits too long hears that it is busy, and it goes on after", async () => {
  const [url = ""] = belfry.urls;
  const answers = await whileLocked(server, { table: "notification", seconds: 4.5 }, () =>
    Promise.all(Array.from({ length: 60 }, () => search(belfry, url))),
  );
  const refused = answers.filter(({ status }) => status !== 200);
  expect(new Set(refused.map(({ status, said }) => `${status} ${said}`))).toEqual(
    new Set(["503 Belfry is busy: all its connections to the database are at work. Try again in a moment."]),
  );
  expect(refused.every(({ retryAfter }) => retryAfter !== null)).toBe(true);
  expect(answers.length - refused.length, "those that had a connection").toBeGreaterThan(0);
  expect((await publish(belfry, url)).status).toBe(201);
  console.log(
    `60 searches at once on a table that is locked for 4.5 s: ${refused.length} told that it is busy, the rest answered`,
  );
});

it("a database that takes no more connections is said to be that, and served from again when it does", async () => {
  await server.ask(`alter role ${login.user} connection limit 0`);
  await server.ask(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${login.user}'`);
  await expect
    .poll(async () => (await publish(belfry, belfry.urls[0] ?? "")).said)
    .toBe("The database has no connection left for Belfry (too many clients). Try again in a moment.");
  await whenAll(belfry, 503);
  await expect(migrate(server.url)).rejects.toThrow(
    /^DATABASE_URL: the database takes no more connections; lower DATABASE_POOL or raise its max_connections$/,
  );
  await server.ask(`alter role ${login.user} connection limit -1`);
  await whenAll(belfry, 200);
  expect((await publish(belfry, belfry.urls[0] ?? "")).status).toBe(201);
});
