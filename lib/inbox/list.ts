import { sql, type SQL } from "drizzle-orm";
import { writtenOnce } from "#db/written-once.ts";
import type { Ctx } from "#lib/ctx.ts";
import { asOfOf, fingerprintOfState, stateColumns, type InboxState } from "./inbox-state.ts";
import { keys, writtenOut, type Key, type KeptBodies } from "./kept-bodies.ts";
import { cut, mine, mineBefore, mineRecent, notMuted } from "./mine.ts";
import { bodies, isLookedUp, kept as keptOnes, narrows, notificationsOf, type Filter, type Picked } from "./newest.ts";
import { mostRecent, mostRecentFound, mostRecentOfEach } from "./most-recent.ts";
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

/** Which of a person's notifications, and how many. */
export interface Asked extends Filter {
  /** 1–200 */
  limit: number;
  /** Leaves out what the person muted, so that it takes no place from the rest. */
  unmuted?: boolean;
  /** Goes on below this id. */
  before?: number | undefined;
  /** At most so many of each origin. */
  perOrigin?: number | undefined;
  /** What they cleared, as far as it is still stored, instead of what they see. */
  cleared?: boolean;
  /** What no clear takes, and nothing else. */
  kept?: boolean;
  /** Among so many of the most recent a search looks before it asks the index. */
  among?: number;
}

/** As many as are found among the recent say that it is not rare. */
const fewFound = 5;

/**
 * The person's most recent notifications, grouped by origin: groups by their newest, newest first, as their items are.
 * One statement: keys are picked first, the bodies of those alone are read last. A search looks among the most recent first, where
 * what is common is found, and only then in the index of words, where what is rare is.
 * @returns with them the id from which the next ones are `before`, while any remain
 */
export async function list(
  ctx: Pick<Ctx, "db" | "actor">,
  { limit, unmuted = false, before, perOrigin, cleared = false, kept = false, among = 4000, ...filter }: Asked,
): Promise<Listed & { groups: Group[]; version: number; next: number | undefined }> {
  const me = ctx.actor.personId;
  // One more than is given tells whether any remain.
  const most = limit + 1;
  const from = before === undefined ? sql`m.head` : sql`m.start`;
  const heard = unmuted ? notMuted(me) : sql``;
  const wanted = { personId: me, filter, most, from, heard, cleared };
  const found = async (asked: PromiseLike<Read[]>) => {
    const [row] = await asked;
    if (!row) throw new Error("a select without a table gave no row");
    return { ...row, items: notificationsOf(row) };
  };
  const read = (all: SQL, keys: SQL, more = sql``) =>
    found(ctx.db.execute<Read & Record<string, unknown>>(reading(me, all, keys, more)));
  const searches = filter.q !== undefined && filter.ids === undefined && !kept;
  const amongRecent = async (many: number) => {
    const recent = await read(mineRecent(me, many), mostRecent(wanted), cut);
    const isWhole = recent.cut == null || (recent.items[limit]?.id ?? 0) > recent.cut;
    return { ...recent, isWhole };
  };
  let recent =
    searches && before === undefined && perOrigin === undefined && !cleared ? await amongRecent(among) : undefined;
  // What is not rare is sooner found a little further down than all that has it is looked through.
  if (recent && !recent.isWhole && recent.items.length >= fewFound)
    recent = await amongRecent(Math.ceil((2 * among * most) / recent.items.length));
  const each = perOrigin === undefined ? mostRecent(wanted) : mostRecentOfEach({ ...wanted, each: perOrigin });
  const row = recent?.isWhole
    ? recent
    : isPlain({ before, perOrigin, cleared, kept, ...filter })
      ? await found((unmuted ? plainUnmuted : plain)(ctx.db, { me, most }))
      : await read(
          before === undefined ? sql`mine as materialized (${mine(me)})` : sql`recursive ${mineBefore(me, before)}`,
          kept
            ? sql`picked as (select feed_id, seq from (${keptOnes(me, filter, before)}) as kept order by id desc limit ${most})`
            : isLookedUp(filter)
              ? mostRecentFound(wanted, perOrigin)
              : each,
        );
  const { items } = row;
  const given = items.slice(0, limit);
  return {
    groups: grouped(given),
    next: items.length > limit ? given.at(-1)?.id : undefined,
    version: row.version,
    asOf: asOfOf(row),
    fingerprint: fingerprintOfState(me, row),
  };
}

/** Whether it asks for the most recent, whatever they are. */
const isPlain = ({
  before,
  perOrigin,
  cleared = false,
  kept = false,
  ...filter
}: Omit<Asked, "limit" | "unmuted" | "among">) =>
  !narrows(filter) && before === undefined && perOrigin === undefined && !cleared && !kept;

/** As {@link list}, written out. Of the most recent ones what this instance wrote out before is not read again. */
export async function listText(
  ctx: Pick<Ctx, "db" | "actor"> & { bodies: KeptBodies },
  asked: Asked,
): Promise<Listed & { text: string; next: number | undefined }> {
  const { limit, unmuted = false, among: _, ...which } = asked;
  if (isPlain(which)) {
    const [me, most] = [ctx.actor.personId, limit + 1];
    const [row] = await (unmuted ? plainKeysUnmuted : plainKeys)(ctx.db, { me, most });
    if (!row) throw new Error("a select without a table gave no row");
    const picked = row.items?.sort(([a], [b]) => b - a) ?? [];
    const given = picked.slice(0, limit);
    const text = await writtenOut(ctx.db, ctx.bodies, given);
    const next = picked.length > limit ? given.at(-1)?.[0] : undefined;
    if (text !== undefined) return { text, next, asOf: asOfOf(row), fingerprint: fingerprintOfState(me, row) };
  }
  const { groups, next, asOf, fingerprint } = await list(ctx, asked);
  return { text: JSON.stringify(groups), next, asOf, fingerprint };
}

/** The row that a list reads. */
type Read = InboxState & Picked & { cut?: number | null };

const reading = (me: number | SQL, all: SQL, keysOf: SQL, more = sql``) =>
  sql`with ${all}, ${keysOf} select ${stateColumns(me)}, ${bodies(me)} ${more}`;

/** The list that is asked for most, without anything that it could be asked for. @param rows as `mostRecent` is asked */
function plainPicked(me: SQL, most: SQL, heard: (me: SQL) => SQL, { rows = false } = {}): [all: SQL, picked: SQL] {
  const wanted = { personId: me, filter: {}, most, from: sql`m.head`, heard: heard(me), cleared: false, rows };
  return [sql`mine as materialized (${mine(me)})`, mostRecent(wanted)];
}

const plainList = (heard: (me: SQL) => SQL) =>
  writtenOnce<{ me: number; most: number }, Read>((value) =>
    reading(value("me"), ...plainPicked(value("me"), value("most"), heard)),
  );
const plain = plainList(() => sql``);
const plainUnmuted = plainList(notMuted);

const plainListOfKeys = (heard: (me: SQL) => SQL) =>
  writtenOnce<{ me: number; most: number }, InboxState & { items: Key[] | null }>((value) => {
    const [all, picked] = plainPicked(value("me"), value("most"), heard, { rows: true });
    return sql`with ${all}, ${picked} select ${stateColumns(value("me"))}, ${keys(value("me"))}`;
  });
const plainKeys = plainListOfKeys(() => sql``);
const plainKeysUnmuted = plainListOfKeys(notMuted);

/** By origin, in the order of what is given. */
export const grouped = (items: readonly Notification[]): Group[] =>
  [...Map.groupBy(items, ({ origin }) => origin)].map(([origin, notifications]) => ({ origin, notifications }));
