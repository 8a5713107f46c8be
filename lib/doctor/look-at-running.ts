import { sql } from "drizzle-orm";
import { msOf } from "#db/ms-of.ts";
import type { Database } from "#db/client.ts";
import type { Labs } from "#lib/broadcast/labs.ts";
import type { Env } from "#lib/env.ts";
import type { HubClient } from "#lib/jupyterhub/client.ts";
import { hubFirst, off, ok, wordsOf, wrong, type Finding } from "./check.ts";
import { lookAtClock } from "./clock.ts";
import { lookAtHub } from "./hub.ts";
import { lookAtLab } from "./lab.ts";
import type { Check } from "./schema.ts";

/** What of an instance is looked at. */
export interface Running {
  env: Env;
  db: Database["db"];
  hub: HubClient | undefined;
  labs: Labs;
}

/**
 * Looks at what a broadcast needs, from within an instance that runs; nothing is sent to any lab. Some seconds at most.
 * @param host that an admin's browser asked for, as it came in
 */
export async function lookAtRunning({ env, db, hub, labs }: Running, host: string | null): Promise<Check[]> {
  const [database, ofHub] = await Promise.all([lookAtDatabase(db), lookAtHub(hub ? { client: hub } : {})]);
  const [lab, clock] = await Promise.all([
    hub && ofHub.state === "ok" ? lookAtLab(hub, labs) : hubFirst,
    lookAtClock({ apiUrl: env.JUPYTERHUB_API_URL, databaseMs: database.aheadMs, now: Date.now }),
  ]);
  const checks: [name: string, finding: Finding][] = [
    ["database", database.finding],
    ["hub", ofHub],
    ["lab", lab],
    ["clock", clock],
    ["address", lookAtHost(env, host)],
    ["mail", lookAtMail(env)],
  ];
  return checks.map(([name, finding]) => ({ name, ...finding }));
}

/** @returns how far its clock is ahead of this machine's as well */
async function lookAtDatabase(db: Database["db"]): Promise<{ finding: Finding; aheadMs?: number }> {
  const askedMs = Date.now();
  try {
    const [row] = await db.execute<{ version: string; readonly: boolean; ms: number }>(
      sql`select current_setting('server_version') as version, pg_is_in_recovery() as readonly,
        ${msOf(sql`clock_timestamp()`)} as ms`,
    );
    const aheadMs = (row?.ms ?? NaN) - (askedMs + Date.now()) / 2;
    if (row?.readonly)
      return { finding: wrong("the database can only be read", "Name the primary in DATABASE_URL."), aheadMs };
    return { finding: ok(`Postgres ${row?.version.split(" ")[0]} answers and takes writes`), aheadMs };
  } catch (error) {
    return { finding: wrong(wordsOf(error), "Look at the database's own log.") };
  }
}

function lookAtHost({ AUTH_URL: address }: Env, host: string | null): Finding {
  if (address === undefined)
    return off(
      "AUTH_URL is not set: Belfry takes each request's own Host for its address",
      "Behind a proxy, set it to the address that people open.",
    );
  const { host: expected, origin } = new URL(address);
  return host === null || host === expected
    ? ok(`${origin} leads here`)
    : wrong(
        `you came by ${host}, and people are led to ${origin}`,
        "Set AUTH_URL to the address that people open, or have the proxy pass on the Host it was asked for.",
      );
}

function lookAtMail({ SMTP_URL: url, MAIL_FROM: from }: Env): Finding {
  if (url === undefined) return off("no e-mail is sent", "To send some, set SMTP_URL and MAIL_FROM.");
  return ok(`e-mail goes out by ${new URL(url).host} as ${from}`);
}
