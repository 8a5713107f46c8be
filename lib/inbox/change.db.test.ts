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
  const changes = 300;
  const began = Array.from({ length: changes }, () => [
    change(db, id, { event: "read" }, (tx) => tx.execute(sql`select`)),
    hold(),
  ]).flat();
  await Promise.all(began);
  const [row] = await db.execute<{ version: number }>(
    sql`select inbox_version as version from person where id = ${id}`,
  );
  expect(row?.version).toBe(changes);
});
