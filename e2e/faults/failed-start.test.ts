import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runningServer } from "#db/embedded/cluster.ts";
import { dataFolder } from "#db/embedded/folder.ts";
import { unprivileged } from "#db/embedded/unprivileged.ts";
import { connect } from "#db/test/connect.ts";
import { openEmbedded } from "#db/embedded.ts";
import { startArguments, startServer } from "#scripts/demo/server.ts";

const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-start-"));
const settings = {
  DATABASE_URL: "",
  DATA_DIR: dataDir,
  ADMIN_PASSWORD: "ring the bell",
  HOSTNAME: "127.0.0.1",
  PORT: "0",
};
const taken = createServer();

beforeAll(async () => {
  taken.listen(0, "127.0.0.1");
  await once(taken, "listening");
});
afterAll(() => {
  taken.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const server = () => runningServer(path.join(dataFolder(dataDir, unprivileged()), "pg"));

/** Starts what does not start. @returns what it said, line by line, and its end */
async function failedStart(more: Record<string, string>): Promise<{ code: number | null; lines: string[] }> {
  const child = spawn(process.execPath, startArguments, {
    env: { ...process.env, ...settings, ...more },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit") as Promise<[number | null]>]);
  return {
    code,
    lines: said
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { msg: string }).msg),
  };
}

it("settings of other programs that speak to Postgres change nothing", async () => {
  const others = {
    PGSSLMODE: "verify-full",
    PGHOST: "nowhere.invalid",
    PGOPTIONS: "-c nonsense=1",
    PGTARGETSESSIONATTRS: "standby",
    PGSSL: "require",
  };
  const started = await startServer({ settings: { ...settings, ...others } });
  expect(await server()).toBeDefined();
  await started.stop();
  expect(await server()).toBeUndefined();
});

it.each([
  ["a template that is none", { LAB_URL_TEMPLATE: "jupyterlab-{username}" }, /^belfry: LAB_URL_TEMPLATE must be/],
  ["an address of no host", { HOSTNAME: "nowhere.invalid" }, /^belfry: HOSTNAME nowhere\.invalid has no address/],
  [
    "a port that is taken",
    { PORT: () => String((taken.address() as AddressInfo).port) },
    /^belfry: PORT \d+ is in use on 127\.0\.0\.1/,
  ],
])("%s is said in one line, and no Postgres is left behind", async (_, more, line) => {
  const given = Object.entries(more).map(([name, value]: [string, string | (() => string)]) => [
    name,
    typeof value === "string" ? value : value(),
  ]);
  const { code, lines } = await failedStart(Object.fromEntries(given) as Record<string, string>);
  expect(lines).toEqual([expect.stringMatching(line)]);
  expect(code).toBe(1);
  expect(await server()).toBeUndefined();
});

it("what fails once Postgres has started, as with a schema that is newer, leaves none behind either", async () => {
  const embedded = await openEmbedded({ dataDir });
  const sql = connect(embedded.url);
  await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9000000000000)`;
  await sql.end();
  await embedded.stop();
  const { code, lines } = await failedStart({});
  expect(lines).toEqual([expect.stringMatching(/^belfry: the database belongs to a newer version/)]);
  expect(code).toBe(1);
  expect(await server()).toBeUndefined();
});
