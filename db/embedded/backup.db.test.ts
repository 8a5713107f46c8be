import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, expect, it } from "vitest";
import { openEmbedded } from "../embedded.ts";
import { connect } from "../test/connect.ts";
import { backUp } from "./back-up.ts";
import { restore } from "./restore.ts";
import { unprivileged } from "./unprivileged.ts";

const root = mkdtempSync(path.join(tmpdir(), "belfry-backup-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it(
  "a backup made while others write holds all that was committed before it, and nothing half",
  { timeout: 180_000 },
  async () => {
    const embedded = await openEmbedded({ dataDir: path.join(root, "data") });
    const sql = connect(embedded.url, { max: 5 });
    await sql`create table account (id int primary key, balance int not null)`;
    await sql`create table entry (id bigint generated always as identity primary key, filler text not null)`;
    await sql`insert into account select n, 100 from generate_series(1, 50) as n`;
    let writing = true;
    let written = 0;
    const writers = Array.from({ length: 4 }, async (_, n) => {
      while (writing) {
        await sql.begin(async (tx) => {
          await tx`update account set balance = balance - 1 where id = ${1 + ((written + n) % 25)}`;
          await tx`insert into entry (filler) select repeat('x', 2000) from generate_series(1, 50)`;
          await tx`update account set balance = balance + 1 where id = ${26 + ((written + n) % 25)}`;
        });
        written += 1;
      }
    });
    await expect.poll(() => written).toBeGreaterThan(20);
    const before = written;
    const to = path.join(root, "monday");
    expect((await backUp({ dataDir: embedded.folder, to })).bytes).toBeGreaterThan(10_000_000);
    await expect(backUp({ dataDir: embedded.folder, to })).rejects.toThrow("is there already");
    writing = false;
    await Promise.all(writers);
    await sql.end();
    await embedded.stop();

    const runAs = unprivileged();
    // The embedded database chooses a folder that its account can reach; a second one beside it can be reached too.
    const dataDir = `${embedded.folder}-restored`;
    mkdirSync(dataDir, { mode: 0o755 });
    await restore({ from: to, dataDir, runAs });
    await expect(restore({ from: to, dataDir, runAs })).rejects.toThrow("holds a database already");
    const restored = await openEmbedded({ dataDir });
    try {
      const again = connect(restored.url);
      const [sum] = await again<
        { total: number; entries: number }[]
      >`select (select sum(balance)::int from account) as total, (select count(*)::int from entry) as entries`;
      expect(sum?.total).toBe(5000);
      expect(sum?.entries).toBeGreaterThanOrEqual(before * 50);
      expect((sum?.entries ?? 1) % 50).toBe(0);
      await again`insert into entry (filler) values ('goes on')`;
      await again.end();
    } finally {
      await restored.stop();
      for (const folder of [embedded.folder, dataDir]) rmSync(folder, { recursive: true, force: true });
    }
  },
);

it(
  "after a crash, what it left is backed up, whoever has the number of the process that is gone",
  { timeout: 120_000 },
  async () => {
    const script = `
    import { readFileSync, writeFileSync } from "node:fs";
    import { openEmbedded } from "./db/embedded.ts";
    import { connect } from "./db/test/connect.ts";
    const { url, folder } = await openEmbedded({ dataDir: process.argv[1] });
    await connect(url)\`create table kept as select 42 as answer\`;
    const [postmaster, ...lines] = readFileSync(folder + "/pg/postmaster.pid", "utf8").split("\\n");
    process.kill(Number(postmaster), "SIGKILL");
    writeFileSync(folder + "/pg/postmaster.pid", [process.ppid, ...lines].join("\\n"));
    process.stdout.write(folder, () => process.kill(process.pid, "SIGKILL"));`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script, path.join(root, "crashed")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const folder = await text(child.stdout);
    const to = path.join(root, "crash");
    await backUp({ dataDir: folder, to });
    const dataDir = `${folder}-restored`;
    mkdirSync(dataDir, { mode: 0o755 });
    await restore({ from: to, dataDir, runAs: unprivileged() });
    const restored = await openEmbedded({ dataDir });
    try {
      const sql = connect(restored.url);
      expect(await sql`select answer from kept`).toEqual([{ answer: 42 }]);
      await sql.end();
    } finally {
      await restored.stop();
      for (const made of [folder, dataDir]) rmSync(made, { recursive: true, force: true });
    }
  },
);

it.each(["pg/base/1/link", "auth-secret"])("a link in a backup is not followed: %s", async (name) => {
  const from = mkdtempSync(path.join(root, "linked-"));
  const [victim, dataDir] = [path.join(from, "victim"), path.join(from, "data")];
  for (const made of ["pg/base/1", "data"]) mkdirSync(path.join(from, made), { recursive: true });
  for (const made of ["pg/PG_VERSION", "victim"]) writeFileSync(path.join(from, made), "18");
  symlinkSync(victim, path.join(from, name));
  const { uid } = statSync(victim);
  await expect(restore({ from, dataDir, runAs: unprivileged() })).rejects.toThrow(
    `${path.join(from, name)} is neither a file nor a folder`,
  );
  expect(statSync(victim).uid).toBe(uid);
  expect(readdirSync(dataDir)).toEqual([]);
});

it(
  "of a running database, nothing is copied that its account made a link or a pipe of",
  { timeout: 120_000 },
  async () => {
    const embedded = await openEmbedded({ dataDir: mkdtempSync(path.join(root, "running-")) });
    const victim = path.join(root, "secret of root");
    writeFileSync(victim, "for nobody else");
    const pg = path.join(embedded.folder, "pg");
    const tries: [place: string, put: (at: string) => void][] = [
      [path.join(pg, "base/1/link"), (at) => symlinkSync(victim, at)],
      [path.join(pg, "base/link"), (at) => symlinkSync(root, at)],
      [path.join(pg, "base/1/pipe"), (at) => execFileSync("mkfifo", [at])],
    ];
    try {
      for (const [n, [place, put]] of tries.entries()) {
        put(place);
        const to = path.join(root, `tried-${n}`);
        await expect(backUp({ dataDir: embedded.folder, to }), place).rejects.toThrow("neither a file nor a folder");
        expect(existsSync(to)).toBe(false);
        rmSync(place);
      }
    } finally {
      await embedded.stop();
      rmSync(embedded.folder, { recursive: true, force: true });
    }
  },
);

it("what is no database is refused", async () => {
  await expect(backUp({ dataDir: root, to: path.join(root, "none") })).rejects.toThrow("holds no embedded database");
  await expect(restore({ from: root, dataDir: path.join(root, "new"), runAs: {} })).rejects.toThrow("is no backup");
});
