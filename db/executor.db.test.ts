import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { openDatabase } from "./client.ts";
import { scratchDatabase } from "./test/scratch.ts";

const database = scratchDatabase();

it("prepares what drizzle asks, in transactions and their savepoints as well, once a connection", async () => {
  const { db, close } = openDatabase(database().url, { max: 1 });
  const ask = async (on: Pick<typeof db, "execute">, n: number) =>
    (await on.execute<{ n: number }>(sql`select ${n}::int + 1 as n`))[0]?.n;
  expect(await ask(db, 1)).toBe(2);
  const inside = await db.transaction(async (tx) => [
    await ask(tx, 2),
    await tx.transaction((nested) => ask(nested, 3)),
  ]);
  expect(inside).toEqual([3, 4]);
  const [prepared] = await db.execute(sql`
    select count(*)::int as count, sum(generic_plans + custom_plans)::int as used
    from pg_prepared_statements where statement like 'select $1::int + 1%'`);
  expect(prepared).toEqual({ count: 1, used: 3 });
  await close();
});

it("rolls back with the transaction that threw", async () => {
  const { db } = database();
  await expect(
    db.transaction(async (tx) => {
      await tx.execute(sql`insert into origin (name) values ('gone')`);
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(await db.execute(sql`select from origin where name = 'gone'`)).toHaveLength(0);
});
