import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openEmbedded, type Embedded } from "./embedded.ts";
import { migrate } from "./migrate.ts";
import { connect } from "./test/connect.ts";

let root: string;
let dataDir: string;
const open = new Set<Embedded>();

async function openHere(): Promise<Embedded> {
  const embedded = await openEmbedded({ dataDir });
  open.add(embedded);
  return embedded;
}

async function stop(embedded: Embedded): Promise<void> {
  open.delete(embedded);
  await embedded.stop();
}

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "belfry-embedded-"));
  dataDir = path.join(root, "data");
});

afterEach(async () => {
  for (const embedded of open) await stop(embedded);
  rmSync(root, { recursive: true, force: true });
});

describe("openEmbedded", () => {
  it("keeps what was written from one start to the next", async () => {
    const first = await openHere();
    const sql = connect(first.url);
    await sql`create table kept as select 42 as answer`;
    await sql.end();
    await stop(first);
    const again = connect((await openHere()).url);
    expect(await again`select answer from kept`).toEqual([{ answer: 42 }]);
    await again.end();
  });

  it("says that the folder is in use to a second one", async () => {
    await openHere();
    await expect(openHere()).rejects.toThrow(/is in use by another process/);
  });

  it("takes over the server that a killed process left, and loses nothing that was acknowledged", async () => {
    const script = `
      import { openEmbedded } from "./db/embedded.ts";
      import { connect } from "./db/test/connect.ts";
      const { url } = await openEmbedded({ dataDir: process.argv[1] });
      const sql = connect(url);
      await sql\`create table kept as select 42 as answer\`;
      process.kill(process.pid, "SIGKILL");`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script, dataDir], { stdio: "inherit" });
    const [, signal] = (await once(child, "exit")) as [number | null, string | null];
    expect(signal).toBe("SIGKILL");
    const sql = connect((await openHere()).url);
    expect(await sql`select answer from kept`).toEqual([{ answer: 42 }]);
    await sql.end();
  });

  it("begins anew what a process that was killed had half made, and leaves nothing of it", async () => {
    chmodSync(root, 0o755);
    const script = `
      import { existsSync } from "node:fs";
      import { setTimeout as sleep } from "node:timers/promises";
      import { openEmbedded } from "./db/embedded.ts";
      void openEmbedded({ dataDir: process.argv[1] });
      while (!existsSync(process.argv[1] + "/pg." + process.pid + "/base")) await sleep(5);
      process.kill(process.pid, "SIGKILL");`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script, dataDir], { stdio: "inherit" });
    await once(child, "exit");
    expect(readdirSync(dataDir)).toContain(`pg.${child.pid}`);
    const sql = connect((await openHere()).url);
    expect(await sql`select 42 as answer`).toEqual([{ answer: 42 }]);
    await sql.end();
    expect(readdirSync(dataDir).filter((name) => name.startsWith("pg."))).toEqual([]);
  });

  it("takes a folder whose name a shell would change", async () => {
    chmodSync(root, 0o755);
    dataDir = path.join(root, "the $HOME of `id`, \"a\" 'b' \\c");
    const embedded = await openHere();
    expect(embedded.folder).toBe(dataDir);
    const sql = connect(embedded.url);
    expect(await sql`select 42 as answer`).toEqual([{ answer: 42 }]);
    await sql.end();
  });

  it("lets two migrate an empty database at once", async () => {
    const { url } = await openHere();
    await Promise.all([migrate(url), migrate(url), migrate(url)]);
    const sql = connect(url);
    expect(await sql`select count(*)::int as applied from drizzle.__drizzle_migrations`).toEqual([
      { applied: expect.any(Number) as unknown },
    ]);
    expect(await sql`select to_regclass('delivery') is not null as there`).toEqual([{ there: true }]);
    await sql.end();
  });
});
