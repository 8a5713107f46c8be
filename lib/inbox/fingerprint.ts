import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { batchPerDatabase } from "#lib/async/batch.ts";
import type { Ctx } from "#lib/ctx.ts";
import { headsOf } from "./heads.ts";
import { fingerprintOfState, stateColumns, type InboxState } from "./inbox-state.ts";
import { mine } from "./mine.ts";

/**
 * The fingerprint now, of the whole inbox or one origin. Where announcements are known to arrive it costs no statement
 * and has all that this instance has acknowledged; else the database is asked, see {@link readFingerprint}.
 */
export async function fingerprint({ db, actor }: Pick<Ctx, "db" | "actor">, origin?: string): Promise<string> {
  const known = await headsOf(db)?.fingerprint(db, actor.personId, origin);
  return known ?? readFingerprint(db, { personId: actor.personId, origin });
}

/**
 * The fingerprint as the database has it: one look-up a feed, and nothing of what lies in them. Who asks at the same time
 * asks in one statement.
 */
export const readFingerprint = batchPerDatabase(
  async (db: Db, asked: { personId: number; origin: string | undefined }[]) => {
    const people = sql.param(asked.map(({ personId }) => personId));
    const origins = sql.param(asked.map(({ origin }) => origin ?? null));
    const states = await db.execute<InboxState & Record<string, unknown>>(sql`
    select s.* from unnest(${people}::bigint[], ${origins}::text[]) with ordinality as asked(person_id, origin, nth)
    cross join lateral (
      with mine as (${mine(sql`asked.person_id`, sql`coalesce(asked.origin, f.origin)`)}) select ${stateColumns(sql`asked.person_id`)}
    ) as s order by asked.nth`);
    return asked.map(({ personId }, nth) => fingerprintOfState(personId, states[nth] as InboxState));
  },
);
