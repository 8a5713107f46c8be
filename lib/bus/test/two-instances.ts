import { afterAll, beforeAll } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { openBus, type Bus } from "#lib/bus/bus.ts";

interface At {
  database: Database;
  bus: Bus;
}

/** Two instances on one database, for the tests of a file: each with its own pool, bus and memory. */
export function twoInstances(url: () => string): (n: number) => At {
  const instances: At[] = [];
  beforeAll(async () => {
    for (let n = 0; n < 2; n++) {
      const database = openDatabase(url());
      instances.push({ database, bus: await openBus(database) });
    }
  });
  afterAll(async () => {
    for (const { database, bus } of instances) {
      await bus.close();
      await database.close();
    }
  });
  return (n) => instances[n] as At;
}
