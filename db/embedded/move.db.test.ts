import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { openDatabase } from "../client.ts";
import { openEmbedded } from "../embedded.ts";
import { migrate } from "../migrate.ts";
import { connect } from "../test/connect.ts";
import { addPerson } from "../test/scratch.ts";
import { onServer } from "../test/server.ts";
import { move } from "./move.ts";

const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-move-"));
const name = `belfry_move_${process.pid}`;
const admin = connect(inject("serverUrl"));
const to = onServer(inject("serverUrl"), name);

/** The sum of all that is in a database's tables: how many rows, and what they hold. */
async function content(url: string): Promise<Record<string, string>> {
  const sql = connect(url);
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`;
  const sums: Record<string, string> = {};
  for (const { name: table } of tables) {
    const [row] = await sql.unsafe<{ sum: string }[]>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') as sum from ${table} t`,
    );
    sums[table] = row?.sum ?? "";
  }
  await sql.end();
  return sums;
}

beforeAll(async () => {
  await admin.unsafe(`create database ${name}`);
});
afterAll(async () => {
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.end();
  rmSync(dataDir, { recursive: true, force: true });
});

it(
  "every row, where the sequences stand and the secret go over, once, into an empty database alone",
  { timeout: 180_000 },
  async () => {
    await expect(move({ dataDir: path.join(dataDir, "none"), to })).rejects.toThrow("holds no database");

    const embedded = await openEmbedded({ dataDir });
    await migrate(embedded.url);
    const before = openDatabase(embedded.url, { max: 2 });
    const people: number[] = [];
    for (const username of ["ann", "bob", "zoë\\t\n'$"]) people.push(await addPerson(before, username));
    await before.sql`insert into origin (name, created_by) select 'core' || n, ${people[0] ?? 0} from generate_series(1, 300) n`;
    await before.sql`insert into feed (audience, origin, head) select 'origin:core' || n, 'core' || n, n from generate_series(1, 300) n`;
    await before.sql`
    insert into notification (feed_id, seq, type, category, shown_at, data)
    select id, 1, 'note', 'info', now(), jsonb_build_object('title', repeat('x', 500)) from feed where origin like 'core%'`;
    await before.close();
    const had = await content(embedded.url);
    await expect(move({ dataDir, to })).rejects.toThrow("in use");
    await embedded.stop();

    const { rows, settings } = await move({ dataDir, to });
    expect(rows).toBeGreaterThanOrEqual(900);
    expect(await content(to)).toEqual(had);
    expect(statSync(settings).mode & 0o077, "nobody else reads it").toBe(0);
    expect(readFileSync(settings, "utf8")).toBe(
      `DATABASE_URL=${to}\nAUTH_SECRET=${readFileSync(path.join(path.dirname(settings), "auth-secret"), "utf8")}\n`,
    );

    const after = openDatabase(to, { max: 1 });
    expect(await addPerson(after, "new"), "a number that nobody has").toBeGreaterThan(Math.max(...people));
    await after.close();
    await expect(move({ dataDir, to })).rejects.toThrow(/is not empty: \w+ has rows/);
  },
);
