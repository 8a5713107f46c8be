import { inspect } from "node:util";
import { eq, sql } from "drizzle-orm";
import { stdSerializers } from "pino";
import { expect, it } from "vitest";
import { person } from "./schema/index.ts";
import { addPerson, scratchDatabase } from "./test/scratch.ts";
import { unavailable } from "./unavailable.ts";

const database = scratchDatabase();

/** All that a log, a console or a start that fails would write down of a statement's error. */
async function written(statement: PromiseLike<unknown>): Promise<string> {
  const error = await Promise.resolve(statement).then(
    () => expect.fail("it did not fail"),
    (thrown: unknown) => thrown as Error,
  );
  return [JSON.stringify(stdSerializers.err(error)), inspect(error, { depth: 9 }), String(error)].join("\n");
}

it("a failed statement is written down with its text and the reason, and with none of its values", async () => {
  const { db } = database();
  await addPerson(database(), "mallory-the-secret");
  const failures: [fail: () => PromiseLike<unknown>, reason: string][] = [
    [() => addPerson(database(), "mallory-the-secret"), "duplicate key"],
    [
      () =>
        db.transaction(async (tx) =>
          tx
            .update(person)
            .set({ username: sql`null` })
            .where(eq(person.username, "mallory-the-secret")),
        ),
      "violates not-null",
    ],
    [() => db.execute(sql`select ${"the-secret"}::int`), "invalid input syntax for type integer"],
    [() => db.execute(sql`select ${'{"the-secret'}::jsonb`), "invalid input syntax for type json"],
    [
      () =>
        db
          .select({ id: person.id })
          .from(person)
          .where(sql`no_such_column = ${"the-secret"}`),
      "does not exist",
    ],
  ];
  for (const [fail, reason] of failures) {
    const said = await written(fail());
    expect(said).toContain(reason);
    expect(said).toContain("Failed query: ");
    expect(said).not.toContain("the-secret");
  }
});

it("what an error is about is still known by its code", async () => {
  const error: unknown = await database()
    .db.execute(sql`do $$ begin raise exception 'full' using errcode = '53100'; end $$`)
    .catch((thrown: unknown) => thrown);
  // With its words: another error, such as of a connection that could not be had, would say here what it is.
  const { cause } = error as { cause?: Error };
  expect([unavailable(error), cause?.name, cause?.message]).toEqual(["full", "PostgresError", "full"]);
});
