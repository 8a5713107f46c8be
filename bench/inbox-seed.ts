/** Inboxes of any size, put straight into the tables: what took years to arrive is there in a minute. */
import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import type { Ctx } from "#lib/ctx.ts";
import { createLog } from "#lib/log.ts";
import { ownScopes } from "#lib/people/person.ts";

/** A person who comes as themselves. */
export async function addPerson({ db }: Database, username: string, role: "admin" | "member" = "member"): Promise<Ctx> {
  const [row] = await db.execute<{ id: number }>(sql`
    insert into person (provider, subject, username, role) values ('local', ${username}, ${username}, ${role}) returning id`);
  if (!row) throw new Error(`no person ${username}`);
  const actor = {
    personId: row.id,
    username,
    provider: "local",
    role,
    scopes: ownScopes(role),
    via: "session",
  } as const;
  return { db, actor, now: () => new Date(), log: createLog("silent") };
}

export const feedName = (n: number) => `feed-${n}`;

/**
 * Gives a person `feeds` origins, `feed-1` and on, with `each` notifications in every one. They lie as they would have
 * arrived: ids rise through all feeds in turn. Indexes are made afterwards, which is faster.
 */
export async function fillInbox(
  { sql: client }: Database,
  { personId, feeds, each }: { personId: number; feeds: number; each: number },
): Promise<void> {
  await client.begin(async (tx) => {
    // The foreign keys hold by construction, and checking ten million of them takes longer than all the rest.
    await tx`set local session_replication_role = replica`;
    await tx`set local maintenance_work_mem = '1GB'`;
    await tx`insert into origin (name) select 'feed-' || n from generate_series(1, ${feeds}::int) n`;
    await tx`insert into membership (person_id, origin, source) select ${personId}, 'feed-' || n, 'admin' from generate_series(1, ${feeds}::int) n`;
    await tx`insert into feed (audience, origin, head) select 'origin:feed-' || n, 'feed-' || n, ${each} from generate_series(1, ${feeds}::int) n`;
    const indexes = await tx<{ indexname: string; indexdef: string }[]>`
      select indexname, indexdef from pg_indexes where tablename = 'notification' and indexname not like '%_pk'`;
    for (const { indexname } of indexes) await tx.unsafe(`drop index ${indexname}`);
    await tx`
      insert into notification (feed_id, seq, id, type, category, data, shown_at, created_at, words) overriding system value
      select f.id, seq, (seq - 1) * ${feeds} + f.n, 'package-uploaded', (array['info', 'success', 'warning', 'error'])[1 + (seq + f.n) % 4],
        jsonb_build_object('package', 'node', 'version', '1.2.' || seq, 'release', '20170101000000', 'channel', 'unstable', 'source', 'user:cnunciato'),
        now(), now(), array_to_tsvector(array['feed', 'feed-' || f.n, 'package-uploaded', 'package', 'uploaded', 'node', '1.2.' || seq,
          '20170101000000', 'unstable', 'user:cnunciato', 'user', 'cnunciato'])
      from generate_series(1, ${each}::bigint) seq
      cross join (select id, row_number() over (order by id) as n from feed) f`;
    for (const { indexdef } of indexes) await tx.unsafe(indexdef);
    await tx`select setval(pg_get_serial_sequence('notification', 'id'), ${feeds * each}::bigint)`;
  });
  await client`vacuum (analyze) notification`;
  // Not all of it: a table that is known to be empty is planned as one that stays so.
  await client`analyze person, origin, membership, feed, notification`;
}

/** An origin with so many members, each a person of their own. */
export async function addCrowd(
  { sql: client }: Database,
  { origin, members }: { origin: string; members: number },
): Promise<void> {
  await client`insert into origin (name) values (${origin})`;
  await client`
    with added as (
      insert into person (provider, subject, username) select 'local', ${origin} || n, ${origin} || n from generate_series(1, ${members}::int) n returning id
    )
    insert into membership (person_id, origin, source) select id, ${origin}, 'admin' from added`;
  await client`analyze person, membership, origin`;
}
