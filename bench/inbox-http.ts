/**
 * Requests a second that one process of the built application answers over HTTP on loopback: listings that nobody has
 * asked for before and such that were, and polls of which nothing is new, beside a route that does nothing. Run alone it prints the figures as JSON.
 */
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { Pool } from "undici";
import { openDatabase, type Database } from "#db/client.ts";
import { openEmbedded } from "#db/embedded.ts";
import { sealSession, sessionToken } from "#lib/auth/session-token.ts";
import { portNear, startServer } from "#scripts/demo/server.ts";
import { hashToken } from "#lib/hash-token.ts";
import { newToken } from "#lib/tokens/secret.ts";
import { addPerson, fillInbox } from "./inbox-seed.ts";
import { median, perSecond } from "./medians.ts";

const secret = "a secret for measurements alone";
const feeds = 10;
const each = 100;
const connections = 32;

const whole = { people: 200, rounds: 7, requests: 1500 };
const small = { people: 4, rounds: 1, requests: 40 };

/** Who asks: each a person of their own, since what one person may ask in a minute is limited. */
interface Asker {
  headers: Record<string, string>;
  etag: string;
}

/** @returns ratios of medians of rates of this run; `-by-cookie` are of signed-in browsers, the others of tokens; `list-first` are read from the database, `list` were asked for before */
export async function benchInboxHttp({ quick = false }: { quick?: boolean } = {}): Promise<Record<string, number>> {
  const { people, rounds, requests } = quick ? small : whole;
  const folder = path.join(tmpdir(), `belfry-inbox-http-${process.pid}`);
  const embedded = await openEmbedded({ dataDir: folder });
  const server = await startServer({
    port: await portNear(0),
    settings: { DATABASE_URL: embedded.url, AUTH_SECRET: secret },
  });
  const database = openDatabase(embedded.url);
  const pool = new Pool(server.url, { connections, pipelining: 1 });
  try {
    const { personId } = (await addPerson(database, "reader")).actor;
    await fillInbox(database, { personId, feeds, each });
    const { byToken, byCookie } = await addAskers(database, pool, people);
    const sides = {
      floor: () => ask(pool, "/healthz", 200, []),
      list: () => ask(pool, "/notifications", 200, byToken),
      // Another address each time, so that none of them is kept.
      "list-first": () => ask(pool, `/notifications?nth=${turn}`, 200, byToken),
      "list-304": () => ask(pool, "/notifications", 304, byToken),
      "list-by-cookie": () => ask(pool, "/notifications", 200, byCookie),
      "list-304-by-cookie": () => ask(pool, "/notifications", 304, byCookie),
    };
    const rates = Object.fromEntries(Object.keys(sides).map((name) => [name, [] as number[]]));
    for (let round = -1; round < rounds; round++) {
      for (const [name, side] of Object.entries(sides)) {
        const rate = await perSecond(requests, connections, side);
        if (round >= 0) rates[name]?.push(rate);
      }
    }
    const figures: Record<string, number> = {};
    const floor = median(rates["floor"] ?? []);
    for (const name of Object.keys(sides)) {
      if (name === "floor") figures["floor/per-second"] = floor;
      else figures[`${name}/throughput-over-floor`] = median(rates[name] ?? []) / floor;
    }
    return figures;
  } finally {
    await pool.close();
    await database.close();
    await server.stop();
    await embedded.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** People who see all of the reader's origins, as the headers they send and the ETag they have. */
async function addAskers({ db, sql: client }: Database, pool: Pool, people: number) {
  const rows = await db.execute<{ id: number }>(sql`
    insert into person (provider, subject, username) select 'local', 'asker-' || n, 'asker-' || n from generate_series(1, ${people}::int) n returning id`);
  await client`
    insert into membership (person_id, origin, source)
    select p.id, o.name, 'admin' from person p, origin o where p.username like 'asker-%'`;
  const tokens = rows.map(({ id }) => ({ person_id: id, token: newToken() }));
  const stored = tokens.map(({ person_id, token }) => ({
    person_id,
    name: "bench",
    hash: hashToken(token),
    prefix: token.slice(0, 8),
    scopes: ["notifications"],
  }));
  await client`insert into api_token ${client(stored)}`;
  await client`analyze`;
  const withEtag = async (headers: Record<string, string>): Promise<Asker> => {
    const response = await pool.request({ path: "/notifications", method: "GET", headers });
    const groups = (await response.body.json()) as { notifications: unknown[] }[];
    assert.equal(groups.flatMap(({ notifications }) => notifications).length, 50);
    return { headers, etag: String(response.headers["etag"]) };
  };
  return {
    byToken: await Promise.all(tokens.map(({ token }) => withEtag({ Authorization: `Bearer ${token}` }))),
    byCookie: await Promise.all(
      rows.map(async ({ id }) =>
        withEtag({
          Cookie: `belfry-session=${await sealSession(secret, sessionToken({ id, username: "", sessionVersion: 1 }))}`,
        }),
      ),
    ),
  };
}

let turn = 0;

/** One request of the next asker, who sends their ETag when the answer is to be 304. */
async function ask(pool: Pool, address: string, status: number, askers: readonly Asker[]): Promise<void> {
  const asker = askers[turn++ % askers.length];
  const headers = { ...asker?.headers, ...(status === 304 && { "If-None-Match": asker?.etag ?? "" }) };
  const { statusCode, body } = await pool.request({ path: address, method: "GET", headers });
  await body.dump({ limit: Infinity });
  assert.equal(statusCode, status);
}

if (import.meta.main)
  process.stdout.write(`${JSON.stringify(await benchInboxHttp({ quick: process.argv.includes("--quick") }))}\n`);
