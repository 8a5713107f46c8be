import { is } from "drizzle-orm";
import { PgTransaction } from "drizzle-orm/pg-core";
import type { Db } from "#db/client.ts";
import { isRemembered, type Topic } from "./topics.ts";

/** A notification that was stored in a feed, and its place there. */
export interface Stored {
  feedId: number;
  seq: number;
  id: number;
  /** Writes it out as lists give it, as JSON. */
  text: () => string;
}

/** Gives what a statement stored in a feed that it announced. */
export type StoredBy = (feed: Extract<Topic, { about: "feed" }>) => readonly Stored[];

/** Hears all that is announced. */
export interface Follower {
  /** In the order in which the announcing transactions committed. */
  hear: (topic: string) => void;
  /** The connection was away: announcements may have been lost. */
  miss: () => void;
  /**
   * Hears what this process announced before that says that it is done, in any order; {@link Follower.hear} comes all
   * the same. For memories: what is acknowledged here must be known here.
   * @param stored what was stored with it, where that is at hand
   */
  hearOwn?: (topic: string, stored?: StoredBy) => void;
}

/** What memories need of a bus. */
export interface Followed {
  /** @returns a function that ends it */
  follow: (follower: Follower) => () => void;
  hearOwn: (topic: string, stored?: StoredBy) => void;
  /** Whether all that was announced more than 250 ms ago has been heard. In doubt, and for who asks seldom: no. */
  isCurrent: () => boolean;
}

// Next.js bundles the start hook apart from the routes: the two share this process, not their modules.
const key = Symbol.for("belfry.buses");
const shared = globalThis as { [key]?: WeakMap<object, Set<Followed>> };
const buses = (shared[key] ??= new WeakMap<object, Set<Followed>>());

/** The open buses of a pool: one, but in tests. */
export function busesOn(db: Db): Set<Followed> {
  const open = buses.get(db) ?? new Set();
  buses.set(db, open);
  return open;
}

const announcedIn = new WeakMap<object, string[]>();

/**
 * A transaction in which something is announced. It commits, the memories of this process hear of it, and only then
 * does this resolve: nobody is told that something is done before this instance answers by it.
 */
export async function transaction<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  const announced: string[] = [];
  const result = await db.transaction(async (tx) => {
    announcedIn.set(tx, announced);
    return work(tx);
  });
  committed(db, announced);
  return result;
}

/**
 * Lets the memories of this process hear what a statement announced; within a transaction, once that commits.
 * @param stored what it stored, for those that can tell of it without asking the database; not kept until a commit
 * @throws Error in a transaction that was not begun by {@link transaction}, where they would hear it too early
 */
export function committed(db: Db, topics: Iterable<string>, stored?: StoredBy): void {
  const outer = announcedIn.get(db);
  for (const topic of topics) {
    if (!isRemembered(topic)) continue;
    if (outer) outer.push(topic);
    else if (is(db, PgTransaction)) throw new Error(`${topic} was announced in a transaction that nobody watches`);
    else for (const bus of busesOn(db)) bus.hearOwn(topic, stored);
  }
}
