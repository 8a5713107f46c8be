import { sql, type SQL } from "drizzle-orm";
import { msOf } from "#db/ms-of.ts";
import { broadcast, isOpen } from "#db/schema/index.ts";
import { writtenOnce } from "#db/written-once.ts";
import type { Ctx } from "#lib/ctx.ts";
import type { SentBroadcast } from "./document.ts";
import { isSeen } from "./is-seen.ts";

type Row = Omit<SentBroadcast, "sentISO"> & { nth: number; sentAtMs: number };

export interface SentList {
  /** What was sent since a moment; all of it unless given. */
  since?: Date | undefined;
  /** At most so many, the newest. */
  limit: number;
  /** What is still to come, runs or waits, and nothing else; `false`: only what has ended. */
  open?: boolean | undefined;
}

/** The history, newest first. */
export async function listSent(ctx: Pick<Ctx, "db">, list: SentList): Promise<SentBroadcast[]> {
  const [sent = []] = await listsOfSent(ctx, [list]);
  return sent;
}

/** Several lists as {@link listSent} gives them, in their order, by one statement. */
export async function listsOfSent({ db }: Pick<Ctx, "db">, lists: readonly SentList[]): Promise<SentBroadcast[][]> {
  const values: Record<string, string | number> = {};
  for (const [nth, { since, limit }] of lists.entries()) {
    values[`since${nth}`] = since?.toISOString() ?? "-infinity";
    values[`limit${nth}`] = limit;
  }
  const rows = await statementFor(lists.map(({ open }) => open))(db, values);
  const listed = Map.groupBy(rows, ({ nth }) => nth);
  return lists.map((_, nth) =>
    (listed.get(nth) ?? []).map(({ nth: _nth, sentAtMs, ...sent }) => ({
      ...sent,
      sentISO: new Date(sentAtMs).toISOString(),
    })),
  );
}

const statements = new Map<string, ReturnType<typeof writtenOnce<Record<string, string | number>, Row>>>();

/** The statement for lists that differ in {@link SentList.open}: there are few such combinations. */
function statementFor(opens: readonly SentList["open"][]) {
  const key = opens.join();
  const known = statements.get(key) ?? writtenOnce((value) => listing(opens, value));
  statements.set(key, known);
  return known;
}

function listing(opens: readonly SentList["open"][], value: (name: string) => SQL): SQL {
  const sentAt = sql`coalesce(started_at, send_at, created_at)`;
  const pages = opens.map(
    (open, nth) => sql`(
      select ${sql.raw(String(nth))} as nth, id, message, variant as type, state, ${msOf(sentAt)} as "sentAtMs", sender, series_id as series
      from ${broadcast}
      where ${isSeen} and hidden_at is null and ${sentAt} >= ${value(`since${nth}`)}::timestamptz
        ${open === undefined ? sql`` : open ? sql`and ${isOpen}` : sql`and not (${isOpen})`}
      order by id desc limit ${value(`limit${nth}`)}
    )`,
  );
  // The pages of broadcasts first, then the counts of these alone, from the index on (broadcast, outcome).
  return sql`
    select page.*, counts.delivered, counts.total
    from (${sql.join(pages, sql` union all `)}) as page
    cross join lateral (
      select count(*) as total, count(*) filter (where outcome = 'delivered') as delivered
      from delivery where broadcast_id = page.id
    ) as counts
    order by page.nth, page.id desc`;
}
