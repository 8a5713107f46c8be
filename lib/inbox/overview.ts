import { sql } from "drizzle-orm";
import { msOf } from "#db/ms-of.ts";
import type { Ctx } from "#lib/ctx.ts";
import { counts, type Counts } from "./counts.ts";
import { list, type Listed } from "./list.ts";
import type { Notification } from "./schema.ts";

/** What the notification centre begins with. */
export interface Overview extends Counts {
  /** The newest of origins that are not muted, newest first. */
  recent: Notification[];
  /** When the person last cleared something, not nothing, that they did not take back, in ms; kept for a day. */
  clearedAt: number | null;
  /** Rises with all that the person does to their inbox: with the As-Of it says from where a stream goes on. */
  version: number;
}

/** How many of the newest an overview gives; where it is fair, in all and of one origin, and how many unread errors besides. */
const most = 50;
const mostFair = 200;
const mostOfOne = 50;
const leastOfOne = 5;

/**
 * Counts and the newest ones, all as of one moment: whoever hears of an arrival later can tell by `recent` whether the
 * counts have it already.
 * @param fair gives each origin its share of `recent`, however much another has, and the newest of its unread errors whatever
 *   came after them
 * @see docs/decisions/0035-what-all-shows.md
 */
export async function overview(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  { fair = false }: { fair?: boolean } = {},
): Promise<Listed & { overview: Overview }> {
  return db.transaction(
    async (tx) => {
      const counted = await counts({ db: tx, actor });
      const heard = counted.origins.filter(({ total, muted }) => total > 0 && !muted).length;
      const share = Math.min(mostOfOne, Math.max(leastOfOne, Math.floor(mostFair / Math.max(1, heard))));
      const asked = fair ? { limit: mostFair, perOrigin: share } : { limit: most };
      const { groups, version, ...listed } = await list({ db: tx, actor }, { ...asked, unmuted: true });
      const errors = {
        limit: mostFair,
        perOrigin: leastOfOne,
        category: "error",
        unread: true,
        unmuted: true,
      } as const;
      const more = fair ? (await list({ db: tx, actor }, errors)).groups : [];
      const found = [...groups, ...more].flatMap(({ notifications }) => notifications);
      const recent = [...new Map(found.map((each) => [each.id, each])).values()].sort((a, b) => b.id - a.id);
      return { ...listed, overview: { ...counted, recent, clearedAt: await lastCleared(tx, actor.personId), version } };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

async function lastCleared(db: Pick<Ctx, "db">["db"], personId: number): Promise<number | null> {
  const [row] = await db.execute<{ at: number | null }>(sql`
    select ${msOf(sql`created_at`)} as at from clearing
    where person_id = ${personId} and undone_at is null and (
      (before->>'taken')::bigint > 0 or jsonb_typeof(before->'receipt') = 'array'
      or exists (select from jsonb_array_elements(before->'feeds') f where (f->>2)::bigint > (f->>1)::bigint))
    order by created_at desc limit 1`);
  return row?.at ?? null;
}
