import type { Notification } from "#lib/inbox/schema.ts";
import { plain, sentence, textOf, type Kind } from "#lib/inbox/sentence.ts";

/** One line of the list: a notification, or all that is known of one build. */
export interface Row {
  key: string;
  /** What it says now. */
  newest: Notification;
  /** Newest first; more than one for a build. */
  all: Notification[];
  unread: boolean;
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

/** Rows of one origin, under its name. */
export interface Group {
  origin: string;
  rows: Row[];
}

/** Rows by origin: the origins by their newest, as the rows in them. */
export function groupsOf(rows: readonly Row[]): Group[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const { origin } = row.newest;
    const group = groups.get(origin);
    if (group) group.push(row);
    else groups.set(origin, [row]);
  }
  return [...groups].map(([origin, rows]) => ({ origin, rows }));
}

const stages: Partial<Record<Kind, string>> = {
  requested: "scheduled",
  started: "started",
  built: "built",
  failed: "failed",
};

/** The stages of a build so far, oldest first: `scheduled → started → failed`. Nothing where there is but one. */
export function historyOf({ all }: Pick<Row, "all">): string | undefined {
  if (all.length < 2) return undefined;
  return all
    .map((item) => stages[sentence(item).kind] ?? item.type)
    .reverse()
    .join(" → ");
}

/** Whether what a row shows has all the words of a search, in any order and case. */
export function matches({ all, newest: { origin } }: Row, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = [
    origin,
    ...all.flatMap((item) => [
      plain(sentence(item)),
      ...Object.values(item.data).filter((value) => typeof value === "string"),
    ]),
  ]
    .join(" ")
    .toLowerCase();
  return words.every((word) => text.includes(word));
}
