import { eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { person } from "#db/schema/index.ts";
import { addPerson } from "#db/test/scratch.ts";
import type { Ctx } from "#lib/ctx.ts";
import { createLog } from "#lib/log.ts";
import { authenticate } from "../authenticate.ts";
import { actorOf, personColumns, type Person } from "../person.ts";

/** What tests of accounts start from. */
export interface Accounts {
  found: (personId: number) => Promise<Person>;
  /** The context of what somebody does in a browser. */
  ctxOf: (personId: number) => Promise<Ctx>;
  /** A new admin's. */
  admin: (username: string) => Promise<Ctx>;
  /** A session of somebody, as of now. */
  sessionOf: (personId: number) => Promise<{ personId: number; sessionVersion: number }>;
  signIn: (username: string, password: string) => Promise<Person | undefined>;
}

export function accounts(database: () => Database): Accounts {
  const found = async (id: number) => {
    const [row] = await database().db.select(personColumns).from(person).where(eq(person.id, id));
    if (!row) throw new Error(`no person ${id}`);
    return row;
  };
  const ctxOf = async (id: number): Promise<Ctx> => ({
    db: database().db,
    now: () => new Date("2026-11-22T12:00:30Z"),
    log: createLog("silent"),
    actor: actorOf(await found(id), "session"),
  });
  return {
    found,
    ctxOf,
    admin: async (username) => ctxOf(await addPerson(database(), username, { role: "admin" })),
    sessionOf: async (personId) => ({ personId, sessionVersion: (await found(personId)).sessionVersion }),
    signIn: (username, password) => authenticate(database(), { username, password, address: "127.0.0.1" }),
  };
}
