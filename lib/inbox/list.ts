import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { asOfOf, fingerprintOfState, stateColumns, type InboxState } from "./inbox-state.ts";
import { mine } from "./mine.ts";
import { bodies, newest, type Filter } from "./newest.ts";
import type { Notification } from "./schema.ts";

/** What a listing gives beside its items. */
export interface Listed {
  /** For a clear or a mark that takes what this listing could show and nothing later. */
  asOf: string;
  /** As {@link fingerprint}, of the very state the items were read from. */
  fingerprint: string;
}

export interface Group {
  origin: string;
  notifications: Notification[];
}

/**
 * The person's most recent notifications, grouped by origin: groups by their newest, newest first, as their items are.
 *
 * One statement in two steps. Each feed gives its newest; only the `limit` feeds with the newest of those can matter,
 * and the k-th of them can give at most `limit` − k + 1. So it reads some thousand index rows, however many lie there.
 * @param limit 1–200
 * @param unmuted leaves out what the person muted, so that it takes no place from the rest
 */
export async function list(
  ctx: Pick<Ctx, "db" | "actor">,
  { limit, unmuted = false, ...filter }: Filter & { limit: number; unmuted?: boolean },
): Promise<Listed & { groups: Group[]; version: number }> {
  const me = ctx.actor.personId;
  const heard = unmuted ? sql`and m.origin not in (select origin from muted_origin where person_id = ${me})` : sql``;
  const [row] = await ctx.db.execute<InboxState & { items: Notification[] | null } & Record<string, unknown>>(sql`
    with mine as materialized (${mine(me)}),
    fronts as (
      select m.id, m.head, m.low, m.line, row_number() over (order by n.id desc) as k
      from mine m cross join lateral (${newest(me, filter, 1)}) as n
      where m.head > m.low ${heard} order by n.id desc limit ${limit}
    ), picked as (
      select m.id as feed_id, n.seq
      from fronts m cross join lateral (${newest(me, filter, sql`(${limit} - m.k + 1)`)}) as n
      order by n.id desc limit ${limit}
    )
    select ${stateColumns(me)}, ${bodies(me)}`);
  if (!row) throw new Error("a select without a table gave no row");
  const groups = new Map<string, Notification[]>();
  for (const item of row.items ?? []) groups.set(item.origin, [...(groups.get(item.origin) ?? []), item]);
  return {
    groups: [...groups].map(([origin, notifications]) => ({ origin, notifications })),
    version: row.version,
    asOf: asOfOf(row),
    fingerprint: fingerprintOfState(me, row),
  };
}
