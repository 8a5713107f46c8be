import { sql, type SQL } from "drizzle-orm";
import type { Db, Database } from "#db/client.ts";
import { busesOn, committed, type Followed, type Follower } from "./committed.ts";
import { startPulse } from "./pulse.ts";

const channel = "belfry";

/** Hears what any instance on this database announces. Topics are short words such as `broadcast 7` (`topics.ts`). */
export interface Bus extends Followed {
  /** @returns a function that ends the subscription */
  subscribe: (topic: string, hear: () => void) => () => void;
  close: () => Promise<void>;
}

/**
 * Listens on one connection for this instance. When that is lost and found again everybody is told once, since
 * something may have been announced in between.
 */
export async function openBus({ db, sql: client, listen }: Pick<Database, "db" | "sql" | "listen">): Promise<Bus> {
  const listeners = new Map<string, Set<() => void>>();
  const followers = new Set<Follower>();
  const dispatch = (hearers: Iterable<() => void>) => [...hearers].forEach((hear) => hear());
  // Apart from the pool, whose queue may be long; and nothing waits for the disk because of it.
  const pulse = startPulse(
    (beat) => client`select set_config('synchronous_commit', 'off', true), pg_notify(${channel}, ${beat})`,
  );
  let first = true;
  const listening = await listen(channel, {
    hear(topic) {
      if (pulse.heard(topic)) return;
      for (const follower of followers) follower.hear(topic);
      dispatch(listeners.get(topic) ?? []);
    },
    listening() {
      if (!first) {
        pulse.lost();
        for (const follower of followers) follower.miss();
        for (const hearers of listeners.values()) dispatch(hearers);
      }
      first = false;
    },
  });
  const bus: Bus = {
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
    isCurrent: pulse.isCurrent,
    hearOwn(topic, stored) {
      for (const follower of followers) follower.hearOwn?.(topic, stored);
    },
    async close() {
      busesOn(db).delete(bus);
      pulse.lost();
      await listening.close();
    },
  };
  busesOn(db).add(bus);
  return bus;
}

/** The expression that announces a topic when its transaction commits; of no effect if that rolls back. */
export function announcement(topic: string | SQL): SQL {
  return sql`pg_notify(${channel}, ${topic})`;
}

/** Announces a topic to every instance, in a transaction when it commits; see {@link committed}. */
export async function announce(db: Db, topic: string): Promise<void> {
  await db.execute(sql`select ${announcement(topic)}`);
  committed(db, [topic]);
}
