import { afterAll, beforeAll } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { announce, openBus, type Bus } from "#lib/bus/bus.ts";

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

let marks = 0;
/** Once an instance has heard all that was announced before, on the other one too. */
export async function settled(instance: (n: number) => At, nth: number): Promise<void> {
  const [mark, heard] = [`settled ${++marks}`, Promise.withResolvers<undefined>()];
  const end = instance(nth).bus.subscribe(mark, () => heard.resolve(undefined));
  await announce(instance(1 - nth).database.db, mark);
  await heard.promise;
  end();
}
