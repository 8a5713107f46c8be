import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { scratchDatabase } from "#db/test/scratch.ts";
import { createLog } from "#lib/log.ts";
import { openJobs, type Jobs } from "./open-jobs.ts";

const database = scratchDatabase();
let jobs: Jobs;
const worked: number[] = [];

beforeAll(async () => {
  jobs = await openJobs(database(), createLog("silent"));
  await jobs.work("broadcast", 1, async ({ id }) => void worked.push(id));
});

afterAll(() => jobs.stop(5000));

it("a job is there exactly if the transaction that left it commits", async () => {
  const { db } = database();
  await expect(
    db.transaction(async (tx) => {
      await jobs.send(tx, "broadcast", { id: 1 });
      throw new Error("taken back");
    }),
  ).rejects.toThrow("taken back");
  await db.transaction((tx) => jobs.send(tx, "broadcast", { id: 2 }));
  await expect.poll(() => worked, { interval: 10 }).toEqual([2]);
});

it("one that is due later is not taken before", async () => {
  await jobs.send(database().db, "broadcast", { id: 3 }, { startAfter: new Date(Date.now() + 3_600_000) });
  await jobs.send(database().db, "broadcast", { id: 4 });
  await expect.poll(() => worked, { interval: 10 }).toEqual([2, 4]);
});

it("daily work is planned, and done when its time has come", async () => {
  let done = 0;
  await jobs.regularly("purge", "daily", async () => (done += 1));
  const [schedule] = await database().db.execute(sql`select name, cron from pgboss.schedule`);
  expect(schedule).toEqual({ name: "purge", cron: "17 3 * * *" });
  await jobs.send(database().db, "purge", {});
  await expect.poll(() => done).toBe(1);
});

it("the queues have no connections but ours, and one of them listens for both", async () => {
  const listening = await database().listen("belfry", { hear: () => undefined, listening: () => undefined });
  const connections = await database().db.execute<{ name: string; query: string }>(sql`
    select application_name as name, query from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`);
  expect(new Set(connections.map(({ name }) => name))).toEqual(new Set(["belfry"]));
  expect(connections.filter(({ query }) => /^listen/i.test(query))).toHaveLength(1);
  await listening.close();
});
