import { afterAll, beforeAll, inject } from "vitest";
import { person } from "../schema/index.ts";
import { openDatabase, type Database } from "../client.ts";
import { connect } from "./connect.ts";
import { onServer } from "./server.ts";

/**
 * A migrated database of its own for one test file, dropped at its end. Statements run on the real server, with real
 * locks between connections, which a rolled-back transaction would hide.
 * @returns a function that gives the database once tests run
 */
export function scratchDatabase(): () => Database {
  const name = `belfry_scratch_${process.pid}_${Math.random().toString(36).slice(2)}`;
  let database: Database;
  const onAdmin = async (statement: string) => {
    const sql = connect(inject("serverUrl"));
    await sql.unsafe(statement);
    await sql.end();
  };
  beforeAll(async () => {
    await onAdmin(`create database ${name} template ${inject("templateName")}`);
    database = openDatabase(onServer(inject("serverUrl"), name));
  });
  afterAll(async () => {
    await database.close();
    await onAdmin(`drop database ${name} with (force)`);
  });
  return () => database;
}

/** Adds a person for a test. @returns their id */
export async function addPerson(
  { db }: Pick<Database, "db">,
  username: string,
  more: { provider?: string; role?: "admin" | "member" } = {},
): Promise<number> {
  const [made] = await db
    .insert(person)
    .values({ provider: more.provider ?? "local", subject: username, username, role: more.role ?? "member" })
    .returning({ id: person.id });
  if (!made) throw new Error(`no person ${username}`);
  return made.id;
}
