import { expect, test } from "vitest";
import { listPlace, pageSize, partOf } from "./list-place.ts";

test.each([
  [{}, { find: "", page: 1 }],
  [{ find: " ali ", page: "3" }, { find: "ali", page: 3 }],
  [{ find: ["a", "b"], page: "0" }, { find: "", page: 1 }],
  [{ page: "1.5" }, { find: "", page: 1 }],
  [{ page: "9e99" }, { find: "", page: 1 }],
])("%j asks for %j", (params, place) => {
  expect(listPlace(params)).toEqual(place);
});

test("a list is found in by a part of a name, a page at a time", () => {
  const rows = [...Array.from({ length: pageSize + 2 }, (_, at) => `core-${at}`), "other"];
  expect(partOf(rows, String, { find: "CORE", page: 1 })).toMatchObject({ total: pageSize + 2, rows: { length: pageSize } });
  expect(partOf(rows, String, { find: "core", page: 2 }).rows).toEqual([`core-${pageSize}`, `core-${pageSize + 1}`]);
  expect(partOf(rows, String, { find: "", page: 9 })).toEqual({ total: pageSize + 3, rows: [] });
});
