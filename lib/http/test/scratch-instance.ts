import { afterAll, beforeAll } from "vitest";
import type { Database } from "#db/client.ts";
import { addPerson, scratchDatabase } from "#db/test/scratch.ts";
import { sealSession, sessionToken } from "#lib/auth/session-token.ts";
import type { Actor, Scope } from "#lib/ctx.ts";
import { parseEnv } from "#lib/env.ts";
import { instance, setInstance, type Instance } from "#lib/instance.ts";
import { keepBodies } from "#lib/inbox/kept-bodies.ts";
import { keepListings } from "#lib/inbox/kept-listings.ts";
import { takeIn } from "#lib/origins/take-in.ts";
import { Permits } from "#lib/limits/permits.ts";
import { countVisits } from "#lib/limits/visits.ts";
import { createLog } from "#lib/log.ts";
import { openReach } from "#lib/outlets/reach.ts";
import { createToken } from "#lib/tokens/create.ts";

const authSecret = "a secret that signs the sessions of tests";

/** An instance that route handlers find: a scratch database and settings, without jobs, hub and streams. */
export function scratchInstance(): () => Database {
  const database = scratchDatabase();
  beforeAll(() => {
    const running: Partial<Instance> = {
      env: parseEnv({ NODE_ENV: "test" }),
      log: createLog("silent"),
      database: database(),
      authSecret,
      hub: undefined,
      takeIn,
      metrics: {
        answered: () => undefined,
        troubles: () => ({ hubFailed: false, databaseFull: false }),
        text: async () => "",
      },
      visits: countVisits(),
      permits: new Permits({ db: database().db, log: createLog("silent"), bus: { follow: () => () => undefined } }),
      listings: keepListings(),
      bodies: keepBodies(),
      reach: openReach(["127.0.0.1"]),
      mail: undefined,
      contact: "mailto:admin@example.org",
      stopping: new AbortController().signal,
      leaving: new AbortController().signal,
    };
    setInstance(running as Instance);
  });
  afterAll(async () => {
    await instance().permits.close();
    instance().reach.close();
    setInstance(undefined);
  });
  return database;
}

/** A new person with a token of these scopes. */
export async function newBearer(
  database: Database,
  username: string,
  scopes: Scope[],
  role: Actor["role"] = "member",
): Promise<{ personId: number; token: string }> {
  const personId = await addPerson(database, username, { role });
  const keeper: Actor = { personId, username, provider: "local", role: "admin", scopes: ["admin"], via: "session" };
  const { token } = await createToken(
    { db: database.db, actor: keeper, now: () => new Date(), log: createLog("silent") },
    { name: "test", scopes },
  );
  return { personId, token };
}

/** The `Cookie` header of somebody who is signed in. */
export async function newCookie(personId: number): Promise<string> {
  return `belfry-session=${await sealSession(authSecret, sessionToken({ id: personId, username: "", sessionVersion: 1 }))}`;
}
