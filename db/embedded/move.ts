import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import postgres from "postgres";
import { openEmbedded } from "../embedded.ts";
import { migrate } from "../migrate.ts";
import { parseAddress } from "../address.ts";
import { clientOptions } from "../session.ts";
import { dataFolder, keptSecret } from "./folder.ts";
import { unprivileged } from "./unprivileged.ts";

const rowsAtOnce = 1000;

/** What was moved, and the file with the settings to start with. */
interface Moved {
  tables: number;
  rows: number;
  settings: string;
}

/**
 * Copies the embedded database of a folder into an empty Postgres: every row, where the sequences stand, and the secrets,
 * which go into a file for the environment. All or nothing; the folder stays as it is. Jobs are not copied: what there
 * is to do is in the tables, and each start makes its queues.
 * @param to a Postgres ≥ 15 without rows in our schemas
 * @throws Error when the folder holds no database or is in use, or the target is not empty, or a count differs after
 */
export async function move({ dataDir, to }: { dataDir: string; to: string }): Promise<Moved> {
  const folder = dataFolder(dataDir, unprivileged());
  if (!existsSync(path.join(folder, "pg/PG_VERSION"))) throw new Error(`${folder} holds no database`);
  const embedded = await openEmbedded({ dataDir });
  const source = postgres({ ...clientOptions(parseAddress(embedded.url)), max: 1 });
  const target = postgres({ ...clientOptions(parseAddress(to)), max: 1 });
  try {
    await requireEmpty(target);
    await migrate(embedded.url);
    await migrate(to);
    const rows = await copyAll(source, target);
    const settings = path.join(embedded.folder, "external.env");
    const secret = await keptSecret(embedded.folder, "auth-secret");
    await writeFile(settings, `DATABASE_URL=${to}\nAUTH_SECRET=${secret}\n`, { mode: 0o600 });
    return { ...rows, settings };
  } finally {
    await Promise.all([source.end({ timeout: 5 }), target.end({ timeout: 5 })]);
    await embedded.stop();
  }
}

/** Empty tables are as good as none: an attempt that failed leaves them. What extensions bring is not looked at. */
async function requireEmpty(target: postgres.Sql): Promise<void> {
  const tables = await target<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname in ('public', 'pgboss')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`;
  for (const { name } of tables) {
    const [row] = await target.unsafe<{ filled: boolean }[]>(`select exists (select from ${name}) as filled`);
    if (row?.filled)
      throw new Error(`the database to move to is not empty: ${name} has rows; make a new one for Belfry`);
  }
}

/** All tables in one transaction, those first that others refer to. */
async function copyAll(source: postgres.Sql, target: postgres.Sql): Promise<{ tables: number; rows: number }> {
  const tables = await inOrder(source);
  const sequences = await source<{ name: string; last: string }[]>`
    select format('%I.%I', schemaname, sequencename) as name, last_value as last
    from pg_sequences where schemaname = 'public' and last_value is not null`;
  let rows = 0;
  await target.begin(async (tx) => {
    await tx.unsafe(`truncate ${tables.map(({ name }) => name).join(", ")}`);
    for (const { name, columns } of tables) {
      await copyTable(source, tx, { name, columns });
      const [there, here] = [await count(source, name), await count(tx, name)];
      if (there !== here) throw new Error(`${name} has ${there} rows, but ${here} arrived; nothing was moved`);
      rows += here;
    }
    for (const { name, last } of sequences) await tx`select setval(${name}::regclass, ${last}::bigint)`;
  });
  return { tables: tables.length, rows };
}

/** As JSON, which the target turns into its own columns' types. */
async function copyTable(
  source: postgres.Sql,
  target: postgres.TransactionSql,
  { name, columns }: Pick<Table, "name" | "columns">,
): Promise<void> {
  const rows = source.unsafe<{ row: string }[]>(
    `select to_json(t)::text as row from (select ${columns} from ${name}) t`,
  );
  for await (const batch of rows.cursor(rowsAtOnce)) {
    await target.unsafe(
      `insert into ${name} (${columns}) overriding system value
       select ${columns} from json_populate_recordset(null::${name}, $1::text::json)`,
      [`[${batch.map(({ row }) => row).join(",")}]`],
    );
  }
}

async function count(sql: postgres.Sql | postgres.TransactionSql, name: string): Promise<number> {
  const [row] = await sql.unsafe<{ count: number }[]>(`select count(*) from ${name}`);
  return row?.count ?? 0;
}

interface Table {
  name: string;
  /** Those that are stored, not worked out. */
  columns: string;
  refersTo: string[];
}

async function inOrder(source: postgres.Sql): Promise<Table[]> {
  const left = await source<Table[]>`
    select c.oid::regclass::text as name,
      (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
       where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
      array(select confrelid::regclass::text from pg_constraint
            where contype = 'f' and conrelid = c.oid and confrelid <> c.oid) as "refersTo"
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`;
  const ordered: Table[] = [];
  while (ordered.length < left.length) {
    const done = new Set(ordered.map(({ name }) => name));
    const next = left.filter(({ name, refersTo }) => !done.has(name) && refersTo.every((other) => done.has(other)));
    if (next.length === 0) throw new Error("tables refer to each other in a circle");
    ordered.push(...next);
  }
  return ordered;
}
