import { expect, it } from "vitest";
import { nextPart, partQuery } from "./part.ts";

it("says where the next part is while there may be one", () => {
  const query = partQuery.parse({ limit: "2" });
  expect(nextPart(["a", "zoë & co"], query)).toEqual({ Link: '<?limit=2&after=zo%C3%AB+%26+co>; rel="next"' });
  expect(nextPart(["a"], query)).toEqual({});
  expect(nextPart([], query)).toEqual({});
});

it.each([{ limit: "0" }, { limit: "1001" }, { limit: "x" }, { after: "\0" }])("refuses %o", (query) => {
  expect(partQuery.safeParse(query).success).toBe(false);
});
