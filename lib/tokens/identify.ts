import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { writtenOnce } from "#db/written-once.ts";
import { batchPerDatabase } from "#lib/async/batch.ts";
import { memoryOfPeople } from "#lib/bus/memory-of-people.ts";
import { perBus } from "#lib/bus/per-bus.ts";
import type { Actor, Scope, SystemCtx } from "#lib/ctx.ts";
import { actorOf, type Person } from "#lib/people/person.ts";
import { hashToken } from "#lib/hash-token.ts";

/** A token and its owner. Times are on the process's own clock, which only goes forward, but counted from the database's. */
interface Owned extends Person {
  tokenId: number;
  scopes: Scope[];
  /** When it expires. */
  untilMs: number;
  /** From when on it is to be noted again that it was used. */
  noteMs: number;
}

/** To the minute is enough for who looks at when a token was last used. */
const noteEveryMs = 60_000;

const remembered = perBus((bus) => memoryOfPeople<Owned>(bus));

/**
 * Whose token this is, by the database's clock. Notes that it was used, at most once a minute. Asks no SQL for one that
 * is remembered: whatever ends or changes it is announced.
 * @returns nobody when it is unknown, revoked, expired, or its owner is disabled
 */
export async function identifyToken({ db }: Pick<SystemCtx, "db">, token: string): Promise<Actor | undefined> {
  const hash = hashToken(token);
  const memory = remembered(db);
  const found = memory
    ? (memory.recall(hash) ?? (await memory.get(hash, () => lookUp(db, hash))))
    : await lookUp(db, hash);
  const nowMs = performance.now();
  if (!found || nowMs >= found.untilMs) return undefined;
  if (nowMs >= found.noteMs) {
    found.noteMs = nowMs + noteEveryMs;
    await note(db, found.tokenId);
  }
  // An admin who is no longer one takes the admin scopes of their tokens along.
  const scopes = found.scopes.filter(
    (scope) => found.role === "admin" || scope === "notifications" || scope.startsWith("publish:"),
  );
  return { ...actorOf(found, "token", scopes), credential: String(found.tokenId) };
}

/** Nobody waits for the disk because of it. */
const noteAll = writtenOnce<{ ids: number[] }, object>(
  (value) => sql`
  update api_token set last_used_at = now()
  where id in (select id from api_token where id = any(${value("ids")}::bigint[]) order by id for no key update)
  returning set_config('synchronous_commit', 'off', true)`,
);

/** Tokens that come at the same time are noted in one statement, which locks them in one order for everybody. */
const note = batchPerDatabase(async (db: Db, ids: number[]) => {
  await noteAll(db, { ids });
  return ids;
});

type Row = Person & { hash: string; tokenId: number; scopes: Scope[]; untilS: number | null; usedS: number | null };

const look = writtenOnce<{ hashes: string[] }, Row>(
  (value) => sql`
  select p.id, p.username, p.provider, p.role, p.session_version as "sessionVersion", t.hash, t.id as "tokenId", t.scopes,
    extract(epoch from t.expires_at - now())::float8 as "untilS", extract(epoch from t.last_used_at - now())::float8 as "usedS"
  from api_token t join person p on p.id = t.person_id
  where t.hash = any(${value("hashes")}::text[]) and coalesce(t.expires_at > now(), true) and p.disabled_at is null`,
);

/** Tokens that come at the same time are looked up in one statement. */
const lookUp = batchPerDatabase(async (db: Db, hashes: string[]): Promise<(Owned | undefined)[]> => {
  const beganMs = performance.now();
  const found = new Map(
    (await look(db, { hashes })).map(({ hash, untilS, usedS, ...row }) => [
      hash,
      {
        ...row,
        untilMs: beganMs + (untilS ?? Infinity) * 1000,
        noteMs: beganMs + (usedS ?? -Infinity) * 1000 + noteEveryMs,
      },
    ]),
  );
  return hashes.map((hash) => found.get(hash));
});
