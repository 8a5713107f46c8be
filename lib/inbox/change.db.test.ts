import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { transaction } from "#lib/bus/committed.ts";
import { addPerson, scratchDatabase } from "#db/test/scratch.ts";
import { change } from "./change.ts";

const database = scratchDatabase();

it("queues up, also while others hold the person's row by a foreign key: none waits crosswise", async () => {
  const { db } = database();
  const id = await addPerson(database(), "alice");
  const hold = () =>
    transaction(db, async (tx) => {
      await tx.execute(sql`select from person where id = ${id} for key share`);
      await tx.execute(sql`select pg_sleep(0.002)`);
    });
  // So many at once that all connections are taken, and on a busy machine too none waits for one until it is given up.
  const [waves, atOnce] = [6, 50];
  for (let wave = 0; wave < waves; wave++) {
    const began = Array.from({ length: atOnce }, () => [
      change(db, id, { event: "read" }, (tx) => tx.execute(sql`select`)),
      hold(),
    ]).flat();
    await Promise.all(began);
  }
  const [row] = await db.execute<{ version: number }>(
    sql`select inbox_version as version from person where id = ${id}`,
  );
  expect(row?.version).toBe(waves * atOnce);
});
