import { expect, it } from "vitest";
import { csvOf } from "./csv.ts";

it.each([
  ["a;=1+1", "a;'=1+1"],
  ["a\t@x", "a\t'@x"],
  ["a; -1", "a;' -1"],
  ["a|+1;=2", "a|'+1;'=2"],
  ['a;"=1"', '"a;\'""=1"""'],
  ["a\n=1", '"a\n\'=1"'],
  ["＝1", "'＝1"],
  ["first-last;b", "first-last;b"],
])("lets no formula begin within a cell: %j", (username, written) => {
  const row = { server: "", status: "failed", outcome: "unknown", durationMs: null } as const;
  expect(csvOf([{ ...row, username }]).slice("username,server,status,outcome,error,duration_ms\r\n".length)).toBe(
    `${written},,failed,unknown,,\r\n`,
  );
});

it("quotes what needs it and lets no name become a formula", () => {
  const row = { server: "", status: "failed", outcome: "unknown", durationMs: null } as const;
  expect(
    csvOf([
      { ...row, username: 'a "b", c', error: "Server not responding" },
      { ...row, username: "=1+1", durationMs: 12 },
    ]),
  ).toBe(
    'username,server,status,outcome,error,duration_ms\r\n"a ""b"", c",,failed,unknown,Server not responding,\r\n\'=1+1,,failed,unknown,,12\r\n',
  );
});
