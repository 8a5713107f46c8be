import fc from "fast-check";
import { expect, it } from "vitest";
import { arrayText, parseArrayText } from "./array-text.ts";

it("writes arrays as Postgres does and reads them", () => {
  expect(parseArrayText("{}", String)).toEqual([]);
  expect(parseArrayText("{1,NULL,3}", Number)).toEqual([1, null, 3]);
  expect(parseArrayText('{a b,"","NULL","x,\\"y\\"\\\\"}', String)).toEqual(["a b", "", "NULL", 'x,"y"\\']);
  expect(arrayText([1, null, 'a"b\\'])).toBe('{1,NULL,"a\\"b\\\\"}');
  fc.assert(
    fc.property(fc.array(fc.option(fc.string())), (items) => {
      expect(parseArrayText(arrayText(items), String)).toEqual(items);
    }),
  );
});
