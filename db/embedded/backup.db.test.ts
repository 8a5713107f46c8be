import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterAll, expect, it } from "vitest";
import { openEmbedded } from "../embedded.ts";
import { backUp, restore } from "./backup.ts";
import { unprivileged } from "./unprivileged.ts";

const root = mkdtempSync(path.join(tmpdir(), "belfry-backup-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it("a backup made while others write holds all that was committed before it, and nothing half", { timeout: 180_000 }, async () => {
  const embedded = await openEmbedded({ dataDir: path.join(root, "data") });
  const sql = postgres(embedded.url, { max: 5 });
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
    const again = postgres(restored.url, { max: 1 });
    const [sum] = await again<{ total: number; entries: number }[]>`select (select sum(balance)::int from account) as total, (select count(*)::int from entry) as entries`;
    expect(sum?.total).toBe(5000);
    expect(sum?.entries).toBeGreaterThanOrEqual(before * 50);
    expect((sum?.entries ?? 1) % 50).toBe(0);
    await again`insert into entry (filler) values ('goes on')`;
    await again.end();
  } finally {
    await restored.stop();
    for (const folder of [embedded.folder, dataDir]) rmSync(folder, { recursive: true, force: true });
  }
});

it("what is no database is refused", async () => {
  await expect(backUp({ dataDir: root, to: path.join(root, "none") })).rejects.toThrow("holds no embedded database");
  await expect(restore({ from: root, dataDir: path.join(root, "new"), runAs: {} })).rejects.toThrow("is no backup");
});
