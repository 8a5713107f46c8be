import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it, onTestFinished } from "vitest";
import { openEmbedded, type Embedded } from "../embedded.ts";
import { migrate } from "../migrate.ts";
import { connect } from "../test/connect.ts";
import { backUp } from "./back-up.ts";
import { binaries } from "./binaries.ts";
import { makeReadyCluster } from "./make-ready-cluster.ts";
import { restore } from "./restore.ts";
import { unprivileged } from "./unprivileged.ts";

const root = mkdtempSync(path.join(tmpdir(), "belfry-ready-made-"));
/** Programs that a ready-made cluster lies beside, as a release has them. */
const bin = path.join(root, "native/bin");
const pack = path.join(root, "native/ready-cluster.zst");
const open = new Set<Embedded>();
const stopAll = async () => {
  for (const embedded of open) await embedded.stop();
  open.clear();
};

beforeAll(async () => {
  chmodSync(root, 0o755);
  mkdirSync(path.dirname(bin));
  symlinkSync(await binaries(unprivileged(), path.join(root, "copied")), bin);
  await makeReadyCluster(bin);
}, 120_000);
afterEach(stopAll);
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function openIn(name: string, beside: string | undefined = bin) {
  const told: string[] = [];
  const say = (message: string, error?: unknown) => told.push(`${message}: ${String(error)}`);
  const embedded = await openEmbedded({ dataDir: path.join(root, name), bin: beside, say });
  open.add(embedded);
  return { embedded, told, sql: connect(embedded.url, { max: 2 }) };
}

const about = `
  select (select system_identifier::text from pg_control_system()) as id,
    (select string_agg(name || '=' || setting, E'\\n' order by name) from pg_settings
     where name not in ('data_directory', 'config_file', 'hba_file', 'ident_file', 'unix_socket_directories', 'port')) as settings,
    (select string_agg(concat_ws(' ', datname, datcollate, datctype, datlocprovider, encoding, datallowconn), E'\\n' order by datname)
     from pg_database) as databases,
    (select string_agg(concat_ws(' ', rolname, rolsuper, rolcanlogin), E'\\n' order by rolname) from pg_roles) as roles,
    (select string_agg(concat_ws(' ', type, database, user_name, address, auth_method), E'\\n' order by rule_number)
     from pg_hba_file_rules) as doors`;
type About = Record<"id" | "settings" | "databases" | "roles" | "doors", string>;

it("is what initdb and the migrations would make, with a number and a secret of its own", async () => {
  const [one, other, slow] = [await openIn("one"), await openIn("other"), await openIn("slow", undefined)];
  expect([one.told, other.told]).toEqual([[], []]);
  const tables = async ({ sql }: typeof one) =>
    await sql`select count(*)::int as applied, to_regclass('delivery') is not null as there from drizzle.__drizzle_migrations`;
  await migrate(slow.embedded.url);
  expect(await tables(one)).toEqual(await tables(slow));
  const [ofOne, ofOther, ofSlow] = await Promise.all(
    [one, other, slow].map(async ({ sql }) => (await sql.unsafe<About[]>(about))[0]),
  );
  expect({ ...ofOne, id: "" }).toEqual({ ...ofSlow, id: "" });
  expect(new Set([ofOne?.id, ofOther?.id, ofSlow?.id]).size).toBe(3);
  const nonce = ({ embedded }: typeof one) =>
    readFileSync(path.join(embedded.folder, "pg/global/pg_control")).toString("hex", 257, 289);
  expect(nonce(one)).not.toBe(nonce(other));
  const wrongPassword = new URL(one.embedded.url);
  const secretOfOther = readFileSync(path.join(other.embedded.folder, "postgres-password"), "utf8");
  for (const password of [secretOfOther, "", "postgres"]) {
    wrongPassword.password = password;
    await expect(connect(wrongPassword.href)`select 1`).rejects.toThrow(/password authentication failed|no password/i);
  }
  const files = (folder: string) =>
    readdirSync(path.join(folder, "pg"), { recursive: true, encoding: "utf8" }).map((name) => {
      const { uid, gid, mode } = statSync(path.join(folder, "pg", name), { throwIfNoEntry: false }) ?? {};
      return [name.replace(/\d{3,}.*|[0-9A-F]{24}/, "…"), uid, gid, mode].join(" ");
    });
  expect(new Set(files(one.embedded.folder))).toEqual(new Set(files(slow.embedded.folder)));
  for (const { sql } of [one, other, slow]) await sql.end();
});

it("takes what is written, over a stop, a backup and a restore", async () => {
  const { embedded, sql } = await openIn("written");
  await sql`create table kept as select n from generate_series(1, 100000) as n`;
  await backUp({ dataDir: embedded.folder, to: path.join(root, "backup") });
  await sql.end();
  await stopAll();
  const again = await openIn("written");
  expect(await again.sql`select count(*)::int as n from kept`).toEqual([{ n: 100_000 }]);
  await again.sql.end();
  const dataDir = path.join(root, "restored");
  mkdirSync(dataDir, { mode: 0o755 });
  await restore({ from: path.join(root, "backup"), dataDir, runAs: unprivileged() });
  const restored = await openIn("restored");
  expect(await restored.sql`select count(*)::int as n from kept`).toEqual([{ n: 100_000 }]);
  await restored.sql.end();
});

it("one that is damaged, or for other programs, is not taken: it is said, and initdb makes the cluster", async () => {
  const whole = readFileSync(pack);
  const damaged = Buffer.from(whole);
  damaged.writeUInt8((damaged.readUInt8(damaged.length >> 1) ^ 1) & 255, damaged.length >> 1);
  const elsewhere = path.join(root, "elsewhere/bin");
  cpSync(path.dirname(await binaries(unprivileged(), path.join(root, "copied"))), path.dirname(elsewhere), {
    recursive: true,
    verbatimSymlinks: true,
  });
  writeFileSync(path.join(elsewhere, "postgres"), "\n", { flag: "a" });
  const tries: [beside: string, held: Buffer, reason: RegExp][] = [
    [bin, damaged, /can't be used.*is damaged/],
    [bin, whole.subarray(0, whole.length - 100), /can't be used.*is damaged/],
    [elsewhere, whole, /can't be used.*is for another Postgres/],
  ];
  try {
    for (const [n, [beside, held, reason]] of tries.entries()) {
      writeFileSync(path.join(path.dirname(beside), "ready-cluster.zst"), held);
      const { told, sql, embedded } = await openIn(`not-taken-${n}`, beside);
      expect(told).toEqual([expect.stringMatching(reason)]);
      expect(await sql`select to_regclass('drizzle.__drizzle_migrations') as none`).toEqual([{ none: null }]);
      expect(readdirSync(embedded.folder).filter((name) => name.startsWith("pg."))).toEqual([]);
      await sql.end();
    }
  } finally {
    writeFileSync(pack, whole);
  }
});

/**
 * Has a process make a cluster, which is killed the nth time that it calls something: before it writes, or while a program
 * that it started is at work.
 * @returns the process's id
 */
async function killedAt(dataDir: string, [of, name, nth]: readonly [string, string, number]): Promise<number> {
  const script = `
    import of from "node:${of}";
    import { syncBuiltinESMExports } from "node:module";
    import { openEmbedded } from "./db/embedded.ts";
    const [dataDir, bin] = process.argv.slice(1);
    const call = of.${name};
    const kill = () => process.kill(process.pid, "SIGKILL");
    let left = ${nth};
    of.${name} = function (...given) {
      const isDue = (of === process || String(given[0]).includes("/pg." + process.pid)) && left-- === 0;
      if (isDue && of === process) setImmediate(kill);
      else if (isDue) kill();
      return call.apply(this, given);
    };
    syncBuiltinESMExports();
    await openEmbedded({ dataDir, bin });`;
  const args = ["--input-type=module", "-e", script, dataDir, bin];
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  onTestFinished(() => void child.kill("SIGKILL"));
  expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
  return child.pid ?? NaN;
}

it.each([
  ["fs", "mkdirSync", 3],
  ["fs", "writeFileSync", 500],
  ["process", "prependOnceListener", 0],
  ["process", "prependOnceListener", 1],
] as const)("a start that is killed on the way (%s.%s, %i) is begun anew, and leaves nothing", async (...moment) => {
  const name = `killed-${moment.join("-")}`;
  const dataDir = path.join(root, name);
  const pid = await killedAt(dataDir, moment);
  expect(readdirSync(dataDir)).toContain(`pg.${pid}`);
  const { told, sql } = await openIn(name);
  expect(told).toEqual([]);
  expect(await sql`select to_regclass('delivery') is not null as there`).toEqual([{ there: true }]);
  await sql.end();
  expect(readdirSync(dataDir).filter((each) => each.startsWith("pg."))).toEqual([]);
});

it("no program and no log is told the secret", async () => {
  const { embedded, sql } = await openIn("secret");
  const password = readFileSync(path.join(embedded.folder, "postgres-password"), "utf8");
  await sql.end();
  await stopAll();
  const holding = readdirSync(path.join(embedded.folder, "pg"), { recursive: true, encoding: "utf8" })
    .map((name) => path.join(embedded.folder, "pg", name))
    .filter((file) => statSync(file).isFile() && readFileSync(file).includes(password));
  expect(holding).toEqual([]);
});
