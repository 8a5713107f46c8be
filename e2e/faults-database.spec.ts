import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { runningServer } from "#db/embedded/cluster.ts";
import { dataFolder } from "#db/embedded/folder.ts";
import { unprivileged } from "#db/embedded/unprivileged.ts";
import { expect, startBelfry, test, type Belfry } from "./fixtures.ts";
import { note, register } from "./inbox.ts";
import { metric } from "./metric.ts";

/** What a server says of itself: the status of `/readyz`, and what its body says of the database. */
async function readiness({ url }: Belfry): Promise<{ status: number; database: string }> {
  const response = await fetch(`${url}/readyz`);
  return { status: response.status, database: ((await response.json()) as { database: string }).database };
}

test("Postgres is killed under load: what was accepted is there, the rest was told, and it goes on by itself", async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-restart-"));
  const belfry = await startBelfry({ labs: 1, mix: {}, settings: { DATA_DIR: dataDir } });
  const folder = dataFolder(dataDir, unprivileged());
  try {
    await register(belfry, "core");
    const answers = new Map<number, number>();
    const refused = () => [...answers.values()].filter((status) => status === 503).length;
    let loading = true;
    let next = 0;
    const load = Array.from({ length: 8 }, async () => {
      while (loading) {
        const n = next++;
        const response = await belfry.api("POST", "/notifications", note(String(n)));
        answers.set(n, response.status);
        if (response.status === 503) expect(response.headers.get("retry-after")).not.toBeNull();
        // So that a minute's worth of requests lasts, for what is read at the end too.
        await sleep(400);
      }
    });
    for (let round = 0; round < 2; round++) {
      await sleep(1500);
      const [postmaster] = readFileSync(path.join(folder, "pg/postmaster.pid"), "utf8").split("\n");
      const before = refused();
      process.kill(Number(postmaster), "SIGKILL");
      // Until then it is ready still, of the Postgres that is gone.
      await expect.poll(refused, { timeout: 20_000 }).toBeGreaterThan(before);
      await expect.poll(async () => (await readiness(belfry)).status, { timeout: 60_000 }).toBe(200);
    }
    await sleep(1000);
    loading = false;
    await Promise.all(load);
    expect([...new Set(answers.values())].sort()).toEqual([201, 503]);
    const accepted = [...answers].filter(([, status]) => status === 201).map(([n]) => String(n));
    const stored: string[] = [];
    for (let range = 0; ; range += 50) {
      const list = (await (await belfry.api("GET", `/notifications/core?range=${range}`)).json()) as {
        data: { data: { title: string } }[];
        total_count: number;
      };
      stored.push(...list.data.map(({ data }) => data.title));
      if (range + 50 >= list.total_count) break;
    }
    expect(accepted.filter((title) => !stored.includes(title))).toEqual([]);
    expect(await metric(belfry.url, "belfry_database_up")).toBe(1);
    expect(await metric(belfry.url, 'belfry_database_refusals_total{reason="away"}')).toBe(
      answers.size - accepted.length,
    );
    console.log(
      `Postgres killed twice under load: ${accepted.length} accepted, ${answers.size - accepted.length} refused with 503, none of the accepted lost`,
    );
  } finally {
    await belfry.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

/** A disk that is soon full, where the system lets us make one. */
function mountSmallDisk(): string | undefined {
  const disk = mkdtempSync(path.join(tmpdir(), "belfry-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=400m,mode=755", "tmpfs", disk], { stdio: "pipe" });
    return disk;
  } catch {
    rmSync(disk, { recursive: true });
    return undefined;
  }
}

/** Takes all that is left of a disk but a little, so that the next segment of the log has no place. @returns what gives it back */
function fill(disk: string): () => Promise<void> {
  const filler = path.join(disk, "filler");
  const freeBytes = Number(execFileSync("df", ["--output=avail", "-B1", disk]).toString().split("\n")[1]);
  writeFileSync(filler, Buffer.alloc(freeBytes - 200_000));
  return () => rm(filler);
}

/** Has Postgres say of its disk what it says when that is full. @returns what has it write again */
async function refuseWriting(dataDir: string): Promise<() => Promise<void>> {
  const folder = dataFolder(dataDir, unprivileged());
  const server = await runningServer(path.join(folder, "pg"));
  if (!server?.listening) throw new Error("the embedded Postgres does not run");
  const password = readFileSync(path.join(folder, "postgres-password"), "utf8");
  const sql = postgres({
    ...server.listening,
    user: "belfry",
    password,
    database: "postgres",
    max: 1,
    onnotice: () => undefined,
  });
  await sql`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'No space left on device' using errcode = 'disk_full'; end $$`;
  await sql`create trigger refuse before insert on notification execute function refuse()`;
  return async () => {
    await sql`drop function refuse cascade`;
    await sql.end();
  };
}

test("the embedded database's disk is full: writing is refused, the process lives, and it goes on when there is room", async () => {
  test.setTimeout(240_000);
  const disk = mountSmallDisk();
  const dataDir = disk ? path.join(disk, "data") : mkdtempSync(path.join(tmpdir(), "belfry-full-"));
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  let belfry: Belfry | undefined;
  try {
    const started = await startBelfry({ labs: 1, mix: {}, settings: { DATA_DIR: dataDir } });
    belfry = started;
    await register(started, "core");
    const publish = async (title: string) =>
      (
        await started.api(
          "POST",
          "/notifications",
          Array.from({ length: 15 }, () => note(title)),
        )
      ).status;
    const statuses = new Set([await publish("while there is room")]);
    const giveBack = disk ? fill(disk) : await refuseWriting(dataDir);
    await expect
      .poll(
        async () => {
          statuses.add(await publish("x".repeat(15_000)));
          return statuses.has(503);
        },
        { timeout: 90_000, intervals: [100] },
      )
      .toBe(true);
    expect([...statuses].sort()).toEqual([201, 503]);
    expect((await fetch(`${started.url}/healthz`)).status).toBe(200);
    // A Postgres that can't write its log ends, and is not there again before there is room.
    await expect.poll(async () => (await readiness(started)).database).toMatch(/^(full|failed)$/);
    const refused = await Promise.all(
      ["away", "full"].map((reason) => metric(started.url, `belfry_database_refusals_total{reason="${reason}"}`)),
    );
    expect(Math.max(...refused)).toBeGreaterThan(0);
    await giveBack();
    await expect.poll(async () => (await readiness(started)).status, { timeout: 60_000 }).toBe(200);
    await expect.poll(() => publish("there is room again"), { timeout: 60_000 }).toBe(201);
    process.kill(Number(started.pid), 0);
    console.log(
      `the database's disk was full: ${disk ? "a small one" : "no small one can be mounted here, so Postgres was made to say it"}`,
    );
  } finally {
    await belfry?.stop();
    if (disk) execFileSync("umount", ["-l", disk]);
    rmSync(disk ?? dataDir, { recursive: true, force: true });
  }
});
