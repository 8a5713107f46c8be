import { and, eq, isNull, sql, type SQLWrapper } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { writtenOnce } from "#db/written-once.ts";
import { apiToken, person } from "#db/schema/people.ts";
import { batchPerDatabase } from "#lib/async/batch.ts";
import { memoryOfPeople } from "#lib/bus/memory-of-people.ts";
import { perBus } from "#lib/bus/per-bus.ts";
import type { Actor, Scope, SystemCtx } from "#lib/ctx.ts";
import { actorOf, personColumns, type Person } from "#lib/people/person.ts";
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

const noteAll = writtenOnce<{ ids: number[] }, object>(
  (value) => sql`
  update api_token set last_used_at = now()
  where id in (select id from api_token where id = any(${value("ids")}::bigint[]) order by id for no key update)`,
);

/** Tokens that come at the same time are noted in one statement, which locks them in one order for everybody. */
const note = batchPerDatabase(async (db: Db, ids: number[]) => {
  await noteAll(db, { ids });
  return ids;
});

const secondsFromNow = (at: SQLWrapper) => sql<number | null>`extract(epoch from ${at} - now())::float8`;

/** Tokens that come at the same time are looked up in one statement. */
const lookUp = batchPerDatabase(async (db: Db, asked: string[]): Promise<(Owned | undefined)[]> => {
  const beganMs = performance.now();
  const rows = await db
    .select({
      ...personColumns,
      hash: apiToken.hash,
      tokenId: apiToken.id,
      scopes: apiToken.scopes,
      untilS: secondsFromNow(apiToken.expiresAt),
      usedS: secondsFromNow(apiToken.lastUsedAt),
    })
    .from(apiToken)
    .innerJoin(person, eq(person.id, apiToken.personId))
    .where(
      and(
        sql`${apiToken.hash} = any(${sql.param(asked)}::text[])`,
        sql`coalesce(${apiToken.expiresAt} > now(), true)`,
        isNull(person.disabledAt),
      ),
    );
  const found = new Map(
    rows.map(({ hash, untilS, usedS, scopes, ...row }) => [
      hash,
      {
        ...row,
        scopes: scopes as Scope[],
        untilMs: beganMs + (untilS ?? Infinity) * 1000,
        noteMs: beganMs + (usedS ?? -Infinity) * 1000 + noteEveryMs,
      },
    ]),
  );
  return asked.map((hash) => found.get(hash));
});
