import { expect, test } from "vitest";
import { listPlace, pageSize, partAt } from "./list-place.ts";

test.each([
  [{}, { find: "", page: 1 }],
  [
    { find: " ali ", page: "3" },
    { find: "ali", page: 3 },
  ],
  [
    { find: ["a", "b"], page: "0" },
    { find: "", page: 1 },
  ],
  [{ page: "1.5" }, { find: "", page: 1 }],
  [{ page: "9e99" }, { find: "", page: 1 }],
])("%j asks for %j", (params, place) => {
  expect(listPlace(params)).toEqual(place);
});

test("a page is a part of its list", () => {
  expect(partAt({ find: "core", page: 3 })).toEqual({ find: "core", offset: 2 * pageSize, limit: pageSize });
});
