import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { describe, expect, inject, it } from "vitest";
import { migrate } from "./migrate.ts";
import { connect } from "./test/connect.ts";
import { onServer } from "./test/server.ts";

const migrations = path.join(import.meta.dirname, "migrations");

interface Journal {
  entries: { idx: number; tag: string }[];
}

const journal = JSON.parse(readFileSync(path.join(migrations, "meta/_journal.json"), "utf8")) as Journal;

/** The migrations as an earlier version came with them. */
function upTo(count: number): string {
  const folder = mkdtempSync(path.join(tmpdir(), "belfry-upgrade-"));
  cpSync(migrations, folder, { recursive: true });
  writeFileSync(
    path.join(folder, "meta/_journal.json"),
    JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }),
  );
  return folder;
}

/** What an installation has that is in use, in the columns of the very first version. */
const inUse = `
  insert into person (provider, subject, username, role) values ('local', 'ada', 'ada', 'admin'), ('jupyterhub', 'bob', 'bob', 'member');
  insert into origin (name, created_by) values ('core', 1);
  insert into membership (person_id, origin, source) values (2, 'core', 'admin');
  insert into api_token (person_id, name, hash, prefix, scopes) values (1, 'ci', 'hash', 'blf_abcd', '{publish}');
  insert into feed (audience, origin, head) values ('origin:core', 'core', 2);
  insert into notification (feed_id, seq, type, category, data, shown_at) values (1, 1, 'note', 'info', '{"n":1}', now()), (1, 2, 'note', 'error', '{"n":2}', now());
  insert into cursor (person_id, feed_id, cleared) values (2, 1, 1);
  insert into receipt (person_id, feed_id, seq, read) values (2, 1, 2, true);
  insert into broadcast (message, variant, immediate, state, sender_id, sender, planned_at) values ('Hello', 'info', true, 'finished', 1, 'ada', now());
  insert into delivery (broadcast_id, username, server, base_url, outcome) values (1, 'bob', '', '/user/bob/', 'delivered');
  insert into rate (key, window_start, count) values ('requests:token:1', now(), 7)`;
const tables = [
  "person",
  "origin",
  "membership",
  "api_token",
  "feed",
  "notification",
  "cursor",
  "receipt",
  "broadcast",
  "delivery",
  "rate",
];

/** Every row of those tables, in the columns that are asked for or all. */
async function rowsOf(sql: postgres.Sql, columns?: Record<string, string[]>): Promise<Record<string, unknown[]>> {
  const found = await Promise.all(
    tables.map(
      async (table) =>
        [
          table,
          await sql.unsafe(
            `select ${columns?.[table]?.map((column) => `"${column}"`).join() ?? "*"} from "${table}" order by 1, 2, 3`,
          ),
        ] as const,
    ),
  );
  return Object.fromEntries(
    found.map(([table, rows]) => [table, rows.map((row) => ({ ...(row as Record<string, unknown>) }))]),
  );
}

/** The shape of the whole schema, whoever made it. */
const shapeOf = (sql: postgres.Sql) => sql`
  select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns where table_schema = 'public'
  union all select tablename, indexname, indexdef, '', '' from pg_indexes where schemaname = 'public' order by 1, 2`;

async function withDatabase<T>(work: (url: string, sql: postgres.Sql) => Promise<T>): Promise<T> {
  const name = `belfry_upgrade_${process.pid}_${Math.random().toString(36).slice(2)}`;
  const server = connect(inject("serverUrl"));
  await server.unsafe(`create database ${name}`);
  const url = onServer(inject("serverUrl"), name);
  const sql = connect(url, { max: 2 });
  try {
    return await work(url, sql);
  } finally {
    await sql.end();
    await server.unsafe(`drop database ${name} with (force)`);
    await server.end();
  }
}

describe("an upgrade", () => {
  it("has one migration file for each entry of the journal, in order", () => {
    const files = readdirSync(migrations)
      .filter((name) => name.endsWith(".sql"))
      .sort();
    expect(journal.entries.map(({ tag }) => `${tag}.sql`)).toEqual(files);
    expect(journal.entries.map(({ idx }) => idx)).toEqual(files.map((_, n) => n));
  });

  it.each(journal.entries.map(({ tag }, n) => ({ tag, n: n + 1 })))(
    "from $tag keeps every row, and gives the schema that a new installation has",
    async ({ n }) => {
      const fresh = await withDatabase(async (url, sql) => {
        await migrate(url);
        return [...(await shapeOf(sql))];
      });
      await withDatabase(async (url, sql) => {
        const folder = upTo(n);
        try {
          await migrate(url, { folder });
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
        await sql.unsafe(inUse);
        const before = await rowsOf(sql);
        const columns = Object.fromEntries(
          Object.entries(before).map(([table, [first]]) => [table, Object.keys(first ?? {})]),
        );
        await migrate(url);
        expect(await rowsOf(sql, columns)).toEqual(before);
        expect([...(await shapeOf(sql))]).toEqual(fresh);
        // A second start finds nothing to do.
        await migrate(url);
      });
    },
  );

  it("takes nobody's name who had one that looks like another's, and gives out no more of the kind", async () => {
    const at = journal.entries.findIndex(({ tag }) => tag.endsWith("names-that-look-alike"));
    await withDatabase(async (url, sql) => {
      const folder = upTo(at);
      try {
        await migrate(url, { folder });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
      const add = (name: string) =>
        sql`insert into person (provider, subject, username) values ('local', ${name}, ${name})`;
      for (const name of ["ada", "ADA", "bob"]) await add(name);
      await migrate(url);
      expect(await sql`select username, lookalike from person order by id`).toEqual([
        { username: "ada", lookalike: false },
        { username: "ADA", lookalike: true },
        { username: "bob", lookalike: false },
      ]);
      await expect(add("Ada")).rejects.toMatchObject({ code: "23505" });
      await expect(add("BOB")).rejects.toMatchObject({ code: "23505" });
    });
  });
});
