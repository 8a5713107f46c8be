import { expect, it } from "vitest";
import { nextPage, pageQuery } from "./page.ts";

it("says where the next page is while there may be one", () => {
  const query = pageQuery.parse({ limit: "2" });
  expect(nextPage(["a", "zoë & co"], query)).toEqual({ Link: '<?limit=2&after=zo%C3%AB+%26+co>; rel="next"' });
  expect(nextPage(["a"], query)).toEqual({});
  expect(nextPage([], query)).toEqual({});
});

it.each([{ limit: "0" }, { limit: "1001" }, { limit: "x" }, { after: "\0" }])("refuses %o", (query) => {
  expect(pageQuery.safeParse(query).success).toBe(false);
});
