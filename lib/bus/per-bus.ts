import type { Db } from "#db/client.ts";
import { busesOn, type Followed } from "./committed.ts";

/**
 * A memory for each bus, made when it is first asked for.
 * @param make makes one that follows the bus
 * @returns gives the memory of a pool. Nothing where no bus is known to be current: then the database is to be asked
 */
export function perBus<T>(make: (bus: Followed) => T): (db: Db) => T | undefined {
  const made = new WeakMap<Followed, T>();
  return (db) => {
    for (const bus of busesOn(db)) {
      if (!bus.isCurrent()) continue;
      const memory = made.get(bus) ?? make(bus);
      made.set(bus, memory);
      return memory;
    }
    return undefined;
  };
}
