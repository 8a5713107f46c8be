import { expect, test } from "vitest";
import { pastedNames } from "./pasted-names.ts";

test.each([
  ["ann, bob;cy", ["ann", "bob", "cy"]],
  ["ann\r\nbob\n\ncy\n", ["ann", "bob", "cy"]],
  ["ann bob  ann", ["ann", "bob"]],
  ["ann lee, bob", ["ann lee", "bob"]],
  ["group:core\tbob", ["group:core", "bob"]],
  [" ann ", ["ann"]],
  [" , ", []],
])("%j is %j", (text, names) => {
  expect(pastedNames(text)).toEqual(names);
});
