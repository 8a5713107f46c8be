import { sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { expect, it } from "vitest";
import { writtenOnce } from "./written-once.ts";

it("a statement is written once, whatever its values, which are each caller's own", () => {
  let written = 0;
  const statement = writtenOnce<{ id: number; names: string[] }>((value) => {
    written++;
    return sql`select ${value("id")}, ${"always"}, ${value("names")}, ${value("id")}`;
  });
  const [one, other] = [
    { id: 1, names: ["a"] },
    { id: 2, names: ["b", "c"] },
  ].map((values) => new PgDialect().sqlToQuery(statement(values)));
  expect(one).toMatchObject({ sql: "select $1, $2, $3, $4", params: [1, "always", ["a"], 1] });
  // As the executor does.
  one?.params.splice(0);
  expect(other).toMatchObject({ sql: "select $1, $2, $3, $4", params: [2, "always", ["b", "c"], 2] });
  expect(written).toBe(1);
});
