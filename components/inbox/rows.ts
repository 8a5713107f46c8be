import type { Notification } from "#lib/inbox/schema.ts";
import { textOf } from "#lib/inbox/sentence.ts";

/** One line of the list: a notification, all that is known of one build, or a burst of one kind. */
export interface Row {
  key: string;
  /** What it says now. */
  newest: Notification;
  /** Newest first; more than one for a build or a burst. */
  all: Notification[];
  unread: boolean;
  /** The lines that a burst opens to, newest first. */
  members?: Row[];
}

/** Notifications as rows, newest first: those of one build become one, where the newest of them stands. */
export function rowsOf(items: Iterable<Notification>): Row[] {
  const rows = new Map<string, Row>();
  const seen = new Set<number>();
  for (const item of items) {
    // Two pages that were asked for at two times may both have it.
    if (seen.has(item.id)) continue;
    seen.add(item.id);
    const key = buildOf(item) ?? String(item.id);
    const row = rows.get(key);
    if (!row) rows.set(key, { key, newest: item, all: [item], unread: !item.read });
    else {
      row.all.push(item);
      row.unread ||= !item.read;
    }
  }
  return [...rows.values()];
}

function buildOf({ type, origin, data }: Notification): string | undefined {
  const [group, job] = [textOf(data, "group_id"), textOf(data, "job_id")];
  return type.startsWith("job-") && group !== undefined && job !== undefined
    ? JSON.stringify([origin, group, job])
    : undefined;
}

/** So many of one kind, none of them further from the next than this, are a burst. */
const leastOfBurst = 4;
const longestGapMs = 60 * 60 * 1000;

/** Types whose sentences differ in the package alone. */
const foldable = new Set([
  "job-scheduled",
  "job-started",
  "job-finished",
  "package-uploaded",
  "package-promoted",
  "package-demoted",
  "dep-promoted",
]);

/** What a row may be folded with; nothing for what has to be seen: a failure, what is kept, what somebody wrote. */
function kindOf({ newest: { type, category, origin, data, kept } }: Row): string | undefined {
  if (!foldable.has(type) || category === "error" || kept) return undefined;
  return JSON.stringify([origin, type, textOf(data, "channel")]);
}

/** Rows, with each burst of one kind folded into one, where the newest of it stands. */
export function folded(rows: readonly Row[]): Row[] {
  const bursts = new Map<string, Row[][]>();
  for (const row of rows) {
    const kind = kindOf(row);
    if (kind === undefined) continue;
    const ofKind = bursts.get(kind) ?? [];
    const last = ofKind.at(-1);
    const before = last?.at(-1)?.newest.timestamp ?? Infinity;
    if (last && Math.abs(before - row.newest.timestamp) <= longestGapMs) last.push(row);
    else ofKind.push([row]);
    bursts.set(kind, ofKind);
  }
  const firsts = new Map<Row, Row>();
  const within = new Set<Row>();
  for (const [kind, ofKind] of bursts) {
    const long = ofKind.filter(({ length }) => length >= leastOfBurst);
    for (const [nth, members] of long.entries()) {
      const [first] = members;
      if (!first) continue;
      const all = members.flatMap((row) => row.all);
      const key = `${kind} ${nth}`;
      firsts.set(first, { key, newest: first.newest, all, unread: members.some(({ unread }) => unread), members });
      for (const member of members) within.add(member);
    }
  }
  return rows.flatMap((row) => firsts.get(row) ?? (within.has(row) ? [] : [row]));
}

/** Notifications as the lines of a list that leaves nothing out. */
export const linesOf = (items: Iterable<Notification>): Row[] => folded(rowsOf(items));

/** Rows of one origin, under its name. */
export interface Group {
  origin: string;
  rows: Row[];
}

/** Rows by origin: the origins by their newest, as the rows in them. */
export function groupsOf(rows: readonly Row[]): Group[] {
  return [...Map.groupBy(rows, ({ newest }) => newest.origin)].map(([origin, rows]) => ({ origin, rows }));
}

/** How many lines an origin gives among others, and of those that are urgent; and at least so many that are not. */
const share = 5;
const mostUrgent = 10;
const leastOthers = 2;

/** An origin's share of a list of all of them: what is urgent first, then the newest. */
export function shareOf({ origin, rows }: Group, urgent: ReadonlySet<number>): Group {
  const isUrgent = ({ all }: Row) => all.some(({ id }) => urgent.has(id));
  const first = rows.filter(isUrgent).slice(0, mostUrgent);
  const others = rows.filter((row) => !isUrgent(row)).slice(0, Math.max(leastOthers, share - first.length));
  return { origin, rows: [...first, ...others] };
}
