import { sql } from "drizzle-orm";
import type { SystemCtx } from "#lib/ctx.ts";
import { asVector, wordsOf } from "./words.ts";

const atOnce = 500;

/**
 * Gives words to notifications that have none: what was stored before there were any, or by an older instance meanwhile. In
 * small steps, newest feeds' first; each is one short statement. With nothing to do it is a look into an empty index.
 * @returns how many it gave words to
 */
export async function indexWords({ db }: Pick<SystemCtx, "db">, stopping?: AbortSignal): Promise<number> {
  for (let done = 0; ;) {
    const rows = await db.execute<{ feedId: number; seq: number; origin: string; type: string; data: unknown }>(sql`
      select n.feed_id as "feedId", n.seq, f.origin, n.type, n.data from notification n join feed f on f.id = n.feed_id
      where n.words is null order by n.feed_id desc, n.seq desc limit ${atOnce}`);
    const worded = rows.map(({ feedId, seq, ...body }) => ({ feedId, seq, words: asVector(wordsOf(body)) }));
    await db.execute(sql`
      update notification n set words = w.words::tsvector
      from jsonb_to_recordset(${JSON.stringify(worded)}::jsonb) as w("feedId" bigint, seq bigint, words text)
      where n.feed_id = w."feedId" and n.seq = w.seq`);
    done += rows.length;
    if (rows.length < atOnce || stopping?.aborted) return done;
  }
}
