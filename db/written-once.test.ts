import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Db } from "./client.ts";
import { writtenOnce } from "./written-once.ts";

it("a statement is written once, whatever its values, which are each caller's own", async () => {
  let written = 0;
  const ask = writtenOnce<{ id: number; names: string[] }, object>((value) => {
    written++;
    return sql`select ${value("id")}, ${"always"}, ${value("names")}, ${value("id")}`;
  });
  const asked: [string, unknown[]][] = [];
  const unsafe = (text: string, parameters: unknown[]) => {
    // As the executor does.
    asked.push([text, parameters.splice(0)]);
    return Promise.resolve([{ row: asked.length }]);
  };
  const db = { _: { session: { client: { unsafe } } } } as unknown as Db;
  expect(await ask(db, { id: 1, names: ["a"] })).toEqual([{ row: 1 }]);
  expect(await ask(db, { id: 2, names: ["b", "c"] })).toEqual([{ row: 2 }]);
  expect(asked).toEqual([
    ["select $1, $2, $3, $4", [1, "always", ["a"], 1]],
    ["select $1, $2, $3, $4", [2, "always", ["b", "c"], 2]],
  ]);
  expect(written).toBe(1);
});
