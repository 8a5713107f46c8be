import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { sealSession, sessionToken } from "#lib/auth/session-token.ts";
import { hashToken } from "#lib/hash-token.ts";
import { newToken } from "#lib/tokens/secret.ts";
import { addPerson } from "./inbox-seed.ts";
import type { Asked } from "./load.ts";

/** So many tokens may publish all that is published in a minute; who publishes much comes with one again and again. */
const services = 40;

/** Who asks: each a person of their own, since what one token may ask in a minute is limited. */
interface Asker {
  headers: Record<string, string>;
  /** Of their list as it is. */
  etag: string;
}

/** An origin that none of them belongs to, so that their lists stay as they are. */
export const elsewhere = "elsewhere";

/**
 * People who belong to all the origins there are, and services that publish elsewhere: as many as the limit of a token needs.
 * @param secret that the server signs sessions with
 * @returns requests, each of the next of them in turn
 */
export async function addAskers(
  database: Database,
  { url, people, secret }: { url: string; people: number; secret: string },
) {
  const { db, sql: client } = database;
  const rows = await db.execute<{ id: number }>(sql`
    insert into person (provider, subject, username) select 'local', 'asker-' || n, 'asker-' || n from generate_series(1, ${people}::int) n returning id`);
  await client`
    insert into membership (person_id, origin, source)
    select p.id, o.name, 'admin' from person p, origin o where p.username like 'asker-%'`;
  await client`insert into origin (name) values (${elsewhere})`;
  const publisher = (await addPerson(database, "publisher", "admin")).actor.personId;
  const readers = await addTokens(
    client,
    rows.map(({ id }) => id),
    "notifications",
  );
  const publishers = await addTokens(
    client,
    Array.from({ length: services }, () => publisher),
    "publish",
  );
  const [alone = {}] = await addTokens(client, [publisher], "publish");
  await client`analyze`;
  const byToken = await Promise.all(readers.map((headers) => withEtag(url, headers)));
  const byCookie = await Promise.all(
    rows.map(async ({ id }) =>
      withEtag(url, {
        Cookie: `belfry-session=${await sealSession(secret, sessionToken({ id, username: "", sessionVersion: 1 }))}`,
      }),
    ),
  );
  let turn = 0;
  const next = <T>(all: readonly T[]): T => {
    const asker = all[turn++ % all.length];
    if (!asker) throw new Error("nobody asks");
    return asker;
  };
  const list = (askers: readonly Asker[]) => (): Asked => ({
    path: "/notifications",
    headers: next(askers).headers,
    status: 200,
  });
  const poll = (askers: readonly Asker[]) => (): Asked => {
    const { headers, etag } = next(askers);
    return { path: "/notifications", headers: { ...headers, "If-None-Match": etag }, status: 304 };
  };
  return {
    poll: poll(byToken),
    list: list(byToken),
    pollByCookie: poll(byCookie),
    listByCookie: list(byCookie),
    // Another address each time, so that none of them is kept; the last limit counts.
    listFirst: (): Asked => ({
      ...list(byToken)(),
      path: `/notifications?limit=${(turn % 200) + 1}&limit=${(Math.floor(turn / 200) % 200) + 1}&limit=50`,
    }),
    publish: (): Asked => post(next(publishers), note("Built")),
    /** By a token of its own, always the same. */
    publishAlone: (title: string): Asked => post(alone, note(title)),
    publishMany: (): Asked =>
      post(
        next(publishers),
        Array.from({ length: mostAtOnce }, () => note("Built")),
      ),
  };
}

/** As many as one request may bring. */
export const mostAtOnce = 500;

const note = (title: string) => ({ type: "note", origin: elsewhere, data: { title, message: "x".repeat(120) } });

const post = (headers: Record<string, string>, body: unknown): Asked => ({
  method: "POST",
  path: "/notifications",
  headers: { ...headers, "Content-Type": "application/json" },
  body: JSON.stringify(body),
  status: 201,
});

/** A token for each of these people. @returns the headers that they send */
async function addTokens(client: Database["sql"], people: number[], scope: string): Promise<Record<string, string>[]> {
  const tokens = people.map((person_id) => ({ person_id, token: newToken() }));
  const stored = tokens.map(({ person_id, token }) => ({
    person_id,
    name: "bench",
    hash: hashToken(token),
    prefix: token.slice(0, 8),
    scopes: [scope],
  }));
  await client`insert into api_token ${client(stored)}`;
  return tokens.map(({ token }) => ({ Authorization: `Bearer ${token}` }));
}

async function withEtag(url: string, headers: Record<string, string>): Promise<Asker> {
  const response = await fetch(`${url}/notifications`, { headers });
  const groups = (await response.json()) as { notifications: unknown[] }[];
  assert.equal(groups.flatMap(({ notifications }) => notifications).length, 50);
  return { headers, etag: response.headers.get("etag") ?? "" };
}
