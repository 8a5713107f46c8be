import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { counts, type Counts } from "./counts.ts";
import { list, type Listed } from "./list.ts";
import type { Notification } from "./schema.ts";

/** What the notification centre begins with. */
export interface Overview extends Counts {
  /** The newest 50 of origins that are not muted, newest first. */
  recent: Notification[];
  /** When the person last cleared something, not nothing, that they did not take back, in ms; kept for a day. */
  clearedAt: number | null;
  /** Rises with all that the person does to their inbox: with the As-Of it says from where a stream goes on. */
  version: number;
}

/** How many of the newest an overview gives. */
const most = 50;

/**
 * Counts and the newest ones, all as of one moment: whoever hears of an arrival later can tell by `recent` whether the
 * counts have it already.
 */
export async function overview({ db, actor }: Pick<Ctx, "db" | "actor">): Promise<Listed & { overview: Overview }> {
  return db.transaction(
    async (tx) => {
      const { groups, version, ...listed } = await list({ db: tx, actor }, { limit: most, unmuted: true });
      const counted = await counts({ db: tx, actor });
      const recent = groups.flatMap(({ notifications }) => notifications).sort((a, b) => b.id - a.id);
      return { ...listed, overview: { ...counted, recent, clearedAt: await lastCleared(tx, actor.personId), version } };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

async function lastCleared(db: Pick<Ctx, "db">["db"], personId: number): Promise<number | null> {
  const [row] = await db.execute<{ at: number | null }>(sql`
    select (extract(epoch from created_at) * 1000)::bigint as at from clearing
    where person_id = ${personId} and undone_at is null and (
      (before->>'taken')::bigint > 0 or jsonb_typeof(before->'receipt') = 'array'
      or exists (select from jsonb_array_elements(before->'feeds') f where (f->>2)::bigint > (f->>1)::bigint))
    order by created_at desc limit 1`);
  return row?.at ?? null;
}
