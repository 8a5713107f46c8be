import { sql, type SQL } from "drizzle-orm";
import type { SystemCtx } from "#lib/ctx.ts";
import { everyone } from "#lib/inbox/audience.ts";

/** Whom something may have arrived for: those of some audiences, those whose pause is over, or everybody. */
export type Wanted = { audiences: readonly string[] } | "paused" | "all";

/**
 * The outlets that may have something to send. By audiences it costs as much as there are people in these, whatever others have; a
 * publish itself asks for nothing.
 */
export async function dueOutlets({ db }: Pick<SystemCtx, "db">, wanted: Wanted): Promise<number[]> {
  const rows = await db.execute<{ id: number }>(sql`
    select o.id from outlet o join person p on p.id = o.person_id
    where o.resting_since is null and o.confirmed and ${isAwake} and ${whose(wanted)} order by o.id`);
  return rows.map(({ id }) => id);
}

/** Of an outlet `o` and whoever made it, `p`: an origin's goes on whatever becomes of them. */
export const isAwake = sql`(o.origin is not null or (p.disabled_at is null and p.gone_at is null
      and (p.outlets_muted_until is null or p.outlets_muted_until <= now())))`;

function whose(wanted: Wanted): SQL {
  if (wanted === "paused") return sql`o.next_try_at <= now()`;
  const unpaused = sql`(o.next_try_at is null or o.next_try_at <= now())`;
  if (wanted === "all" || wanted.audiences.includes(everyone)) return unpaused;
  const named = (kind: string) =>
    wanted.audiences.filter((each) => each.startsWith(`${kind}:`)).map((each) => each.slice(kind.length + 1));
  const people = named("user").map((each) => {
    const at = each.indexOf(":");
    return { provider: each.slice(0, at), subject: each.slice(at + 1) };
  });
  const origins = sql`${sql.param(named("origin"))}::text[]`;
  // Found once, as an array: taken for a few rows, as those of a table that was just filled are, they would be found anew for each outlet.
  return sql`${unpaused} and o.id = any(array(
    select id from outlet where person_id in (
      select person_id from membership where origin = any(${origins})
      union all
      select q.id from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as a(provider text, subject text)
        join person q on q.provider = a.provider and q.subject = a.subject)
    union all
    select id from outlet where origin = any(${origins})))`;
}
