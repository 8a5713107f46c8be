import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { mine } from "#lib/inbox/mine.ts";

/** An origin a person has to do with. */
export interface MyOrigin {
  origin: string;
  /** Whether they belong to it; else somebody told them something under it, or they muted it. */
  member: boolean;
  muted: boolean;
}

/** The origins the actor belongs to, sees anything of or has muted, by name. */
export async function listMyOrigins({ db, actor }: Pick<Ctx, "db" | "actor">): Promise<MyOrigin[]> {
  const me = actor.personId;
  const rows = await db.execute<MyOrigin & Record<string, unknown>>(sql`
    with belongs as (select distinct origin from membership where person_id = ${me}),
    muted as (select origin from muted_origin where person_id = ${me})
    select origin, origin in (select origin from belongs) as member, origin in (select origin from muted) as muted
    from (select origin from belongs union select origin from muted union select m.origin from (${mine(me)}) as m where m.head > m.floor) as o
    order by origin`);
  return rows.map(({ origin, member, muted }) => ({ origin, member, muted }));
}
