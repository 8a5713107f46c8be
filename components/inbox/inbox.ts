import type { Notification } from "#lib/inbox/schema.ts";
import { linesOf } from "./rows.ts";

/** How many notifications an origin shows, and how many of them are unread. */
export interface OriginCounts {
  origin: string;
  total: number;
  unread: number;
  muted: boolean;
  /** How many of them no clear takes. */
  kept?: number;
}

/** What the page knows of a person's inbox as a whole. */
export interface Inbox {
  /** The newest ones of each origin that is not muted, newest first. */
  items: Notification[];
  /** The ids of those that were unread errors when this was fetched, or came since: they stand first until it is fetched anew. */
  urgent: number[];
  /** By name. */
  origins: OriginCounts[];
  /** Covers all that was shown here so far: a clear that sends it leaves what nobody has seen. */
  asOf: string;
  /** Which of what the person did it has. */
  version: number;
  /** When something was last cleared, in ms. */
  clearedAt: number | null;
  /** How often asking again is fine where there is no stream. */
  pollMs: number;
}

/** A notification that came over the stream, and the position it brings its reader to, if that covers nothing unseen. */
export interface Arrival {
  notification: Notification;
  position: string | undefined;
}

/** The ids of unread errors. */
export const urgentOf = (items: readonly Notification[]): number[] =>
  items.filter(({ category, read }) => category === "error" && !read).map(({ id }) => id);

const counted = new WeakMap<object, Map<string, number>>();

/**
 * The unread ones of each origin, as lines of the list: a build, and a burst of one kind, is one. What is not at hand here
 * counts one by one.
 */
export function unreadByOrigin(inbox: Pick<Inbox, "items" | "origins">): ReadonlyMap<string, number> {
  const known = counted.get(inbox);
  if (known) return known;
  const lines = new Map(inbox.origins.map(({ origin, unread }) => [origin, unread]));
  for (const line of linesOf(inbox.items)) {
    const { origin } = line.newest;
    const joined = line.all.filter(({ read }) => !read).length - 1;
    if (joined > 0) lines.set(origin, Math.max(1, (lines.get(origin) ?? 0) - joined));
  }
  counted.set(inbox, lines);
  return lines;
}

/** The unread lines that count: not those of muted origins. */
export function unreadIn(inbox: Pick<Inbox, "items" | "origins">): number {
  const lines = unreadByOrigin(inbox);
  return inbox.origins.reduce((sum, { origin, muted }) => sum + (muted ? 0 : (lines.get(origin) ?? 0)), 0);
}

/** How many are kept, in all. */
export const keptIn = ({ origins }: Pick<Inbox, "origins">): number =>
  origins.reduce((sum, { kept = 0 }) => sum + kept, 0);

/** Puts one where it belongs, newest first; one that is there already is there once. */
export function inserted(items: Notification[], notification: Notification): Notification[] {
  if (items.some(({ id }) => id === notification.id)) return items;
  const at = items.findIndex(({ id }) => id < notification.id);
  return items.toSpliced(at === -1 ? items.length : at, 0, notification);
}

/** The inbox with one more. What it shows already is in its counts too: both were read at one moment. */
export function arrived(inbox: Inbox, { notification, position = inbox.asOf }: Arrival): Inbox {
  const { origin: name, read } = notification;
  const known = inbox.items.some(({ id }) => id === notification.id);
  if (known) return { ...inbox, asOf: position };
  const origin = inbox.origins.find(({ origin }) => origin === name);
  return {
    ...inbox,
    asOf: position,
    items: origin?.muted ? inbox.items : inserted(inbox.items, notification),
    urgent: [...inbox.urgent, ...urgentOf([notification])],
    origins: countedWith(inbox.origins, new Map([[name, { total: 1, unread: read ? 0 : 1 }]])),
  };
}

/** What to add to an origin's counts. */
export type Difference = Pick<OriginCounts, "total" | "unread">;

/** Counts after a difference. An origin that is new gets its place; one that is empty goes, unless it is muted. */
export function countedWith(origins: OriginCounts[], differences: ReadonlyMap<string, Difference>): OriginCounts[] {
  const known = new Set(origins.map(({ origin }) => origin));
  const fresh = [...differences.keys()]
    .filter((origin) => !known.has(origin))
    .map((origin) => ({ origin, total: 0, unread: 0, muted: false }));
  const all = [...origins, ...fresh].map((counts) => {
    const { total = 0, unread = 0 } = differences.get(counts.origin) ?? {};
    return { ...counts, total: Math.max(0, counts.total + total), unread: Math.max(0, counts.unread + unread) };
  });
  const shown = all.filter(({ total, muted }) => total > 0 || muted);
  return fresh.length > 0 ? shown.sort((a, b) => (a.origin < b.origin ? -1 : 1)) : shown;
}
