import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { can, type Ctx } from "#lib/ctx.ts";
import { badFields, BelfryError, type FieldError } from "#lib/errors.ts";
import { batchPerDatabase } from "#lib/async/batch.ts";
import { originAudience, userAudience } from "./audience.ts";
import type { Requirement } from "./entry.ts";
import { appendBatched } from "./append-batched.ts";
import { defaultCategory, ownOrigin, ownType, type NewNotification } from "./schema.ts";

/**
 * Publishes notifications, all or none. Who sees one: the people in `to.users`; else for `dep-promoted` the members of
 * `data.dependent.origin`, which need not be registered; else the members of its origin.
 * @returns their ids, rising in their order; the copies for several people share one
 * @throws BelfryError `forbidden` for Belfry's own origin and type and for an origin the actor may not publish to,
 *   `not-found` for one that nobody registered, `bad-input` for a username nobody has
 */
export async function publish(ctx: Ctx, given: NewNotification | readonly NewNotification[]): Promise<number[]> {
  const notifications = [given].flat();
  if (notifications.length === 0) return [];
  // All that can be looked up by the statement that stores is: but not whom names stand for, or what is wrong.
  const named = notifications.some(({ to }) => to);
  const known = named || !mayPublishAll(ctx, notifications) ? await requireAll(ctx, given, notifications) : undefined;

  const entries = notifications.map(({ to, type, category, origin, data, timestamp }) => ({
    audience: to ? to.users.map((username) => known?.people[username] as string) : audienceOf({ type, origin, data }),
    origin,
    type,
    category: category ?? defaultCategory({ type, data }),
    data,
    shownAt: timestamp === undefined ? ctx.now() : new Date(timestamp),
  }));
  let ids = await appendBatched(ctx.db, { entries, requires: requirements(ctx, notifications) });
  if (!ids) {
    await requireAll(ctx, given, notifications);
    // What was lacking is there now.
    ids = await appendBatched(ctx.db, { entries });
  }
  return ids ?? [];
}

const isOwn = ({ origin, type }: NewNotification) => origin === ownOrigin || type === ownType;

/** As far as that can be said without the database. */
const mayPublishAll = ({ actor }: Ctx, notifications: readonly NewNotification[]) =>
  notifications.every((one) => !isOwn(one) && can(actor, `publish:${one.origin}`));

/** What of it the database must say: as {@link requireAll}, of somebody who may otherwise. */
const requirements = ({ actor }: Ctx, notifications: readonly NewNotification[]): Requirement[] =>
  [...new Set(notifications.map(({ origin }) => origin))].map((origin) => ({
    origin,
    member: actor.role === "admin" ? undefined : actor.personId,
  }));

/** @throws BelfryError as {@link publish} says */
async function requireAll(
  ctx: Ctx,
  given: NewNotification | readonly NewNotification[],
  notifications: readonly NewNotification[],
): Promise<Known> {
  const known = await lookUp(ctx, notifications);
  if (notifications.some(isOwn))
    throw new BelfryError(
      "forbidden",
      `The origin ${ownOrigin} and the type ${ownType} are Belfry's own; nobody else publishes them.`,
    );
  const closed = notifications.find(({ origin }) => !mayPublish(ctx, origin, known));
  if (closed) throw new BelfryError("forbidden", `${ctx.actor.username} may not publish to ${closed.origin}.`);
  const missing = notifications.find(({ origin }) => !known.registered.includes(origin));
  if (missing) throw new BelfryError("not-found", `Nobody registered the origin ${missing.origin}. An admin can.`);
  requireKnown(given, known);
  return known;
}

function audienceOf({ type, origin, data }: Pick<NewNotification, "type" | "origin" | "data">): string {
  return originAudience(type === "dep-promoted" ? (data["dependent"] as { origin: string }).origin : origin);
}

/** What the database knows of the origins and usernames that were named. */
interface Known {
  registered: string[];
  /** Origins the actor belongs to. */
  belongs: string[];
  /** The audience of each username that somebody has. */
  people: Record<string, string>;
}

async function lookUp({ db, actor }: Ctx, notifications: readonly NewNotification[]): Promise<Known> {
  return look(db, {
    personId: actor.personId,
    origins: notifications.map(({ origin }) => origin),
    usernames: notifications.flatMap(({ to }) => to?.users ?? []),
  });
}

/** Who publishes at the same time looks up in one statement; each is told what it holds for all, except who belongs. */
const look = batchPerDatabase(
  async (db: Db, asked: { personId: number; origins: string[]; usernames: string[] }[]): Promise<Known[]> => {
    const origins = sql.param([...new Set(asked.flatMap((each) => each.origins))]);
    const usernames = sql.param([...new Set(asked.flatMap((each) => each.usernames))]);
    const [row] = await db.execute<{
      registered: string[];
      belongs: [number, string][];
      people: [string, string, string][];
    }>(sql`
    select
      array(select name from origin where name = any(${origins}::text[])) as registered,
      (select coalesce(json_agg(json_build_array(person_id, origin)), '[]') from membership
        where person_id = any(${sql.param(asked.map(({ personId }) => personId))}::bigint[]) and origin = any(${origins}::text[])) as belongs,
      (select coalesce(json_agg(json_build_array(username, provider, subject)), '[]')
        from person where username = any(${usernames}::text[])) as people`);
    if (!row) throw new Error("a select without a table gave no row");
    const { registered } = row;
    const people = Object.fromEntries(
      row.people.map(([username, provider, subject]) => [username, userAudience(provider, subject)]),
    );
    return asked.map(({ personId }) => ({
      registered,
      people,
      belongs: row.belongs.flatMap(([id, origin]) => (id === personId ? origin : [])),
    }));
  },
);

/** A member's token speaks for an origin only while they belong to it. */
function mayPublish({ actor }: Ctx, origin: string, { belongs }: Known): boolean {
  return can(actor, `publish:${origin}`) && (actor.role === "admin" || belongs.includes(origin));
}

function requireKnown(given: NewNotification | readonly NewNotification[], { people }: Known): void {
  const errors: FieldError[] = [given].flat().flatMap(({ to }, at) =>
    (to?.users ?? []).flatMap((username, user) =>
      Object.hasOwn(people, username)
        ? []
        : [
            {
              path: `${Array.isArray(given) ? `${at}.` : ""}to.users.${user}`,
              message: `nobody is named ${username}`,
            },
          ],
    ),
  );
  if (errors.length > 0) throw badFields(errors);
}
