import { sql, type SQL } from "drizzle-orm";
import type { Db, Database } from "#db/client.ts";

const channel = "belfry";

/** Hears all that is announced. */
export interface Follower {
  /** In the order in which the announcing transactions committed. */
  hear: (topic: string) => void;
  /** The connection was away: announcements may have been lost. */
  miss: () => void;
}

/** Hears what any instance on this database announces. Topics are short words such as `broadcast 7` (`topics.ts`). */
export interface Bus {
  /** @returns a function that ends the subscription */
  subscribe: (topic: string, hear: () => void) => () => void;
  /** @returns a function that ends it */
  follow: (follower: Follower) => () => void;
  close: () => Promise<void>;
}

/**
 * Listens on one connection for this instance. When that is lost and found again everybody is told once, since
 * something may have been announced in between.
 */
export async function openBus({ sql: client }: Pick<Database, "sql">): Promise<Bus> {
  const listeners = new Map<string, Set<() => void>>();
  const followers = new Set<Follower>();
  const tell = (hearers: Iterable<() => void>) => [...hearers].forEach((hear) => hear());
  let first = true;
  const listening = await client.listen(
    channel,
    (topic) => {
      for (const follower of followers) follower.hear(topic);
      tell(listeners.get(topic) ?? []);
    },
    () => {
      if (!first) {
        for (const follower of followers) follower.miss();
        for (const hearers of listeners.values()) tell(hearers);
      }
      first = false;
    },
  );
  return {
    subscribe(topic, hear) {
      const hearers = listeners.get(topic) ?? new Set();
      listeners.set(topic, hearers.add(hear));
      return () => {
        hearers.delete(hear);
        if (hearers.size === 0) listeners.delete(topic);
      };
    },
    follow(follower) {
      followers.add(follower);
      return () => followers.delete(follower);
    },
    close: () => listening.unlisten(),
  };
}

/** The expression that announces a topic when its transaction commits; of no effect if that rolls back. */
export function announcement(topic: string | SQL): SQL {
  return sql`pg_notify(${channel}, ${topic})`;
}

/** Announces a topic to every instance. */
export async function announce(db: Db, topic: string): Promise<void> {
  await db.execute(sql`select ${announcement(topic)}`);
}
