import type { IncomingMessage } from "node:http";
import { expect, it } from "vitest";
import { hasTornState } from "./bounds.ts";

const given = (state: string) => ({ headers: { "next-router-state-tree": state } }) as unknown as IncomingMessage;
const sent = (state: unknown) => given(encodeURIComponent(JSON.stringify(state)));

it.each([
  [["", { children: ["admin", { children: ["origins", { children: ["__PAGE__", {}] }] }] }, null, null, 16]],
  [["", { children: [["origin", "core", "d", null], { children: ["__PAGE__", {}, null, "refetch"] }] }]],
  [["", { children: [["id", "7", "d", ["new", "old"]], {}] }]],
])("takes the state of a page: %j", (state) => {
  expect(hasTornState(sent(state))).toBe(false);
});

it.each([["%5B%22"], ["%"], ["[]"], ["7"], ["null"], ["{}"], ['["",{"children":[7,{}]}]'], ['["",{"children":"x"}]']])(
  "refuses one that Next.js can't read: %s",
  (state) => {
    expect(hasTornState(given(state))).toBe(true);
  },
);

it("asks nothing of a request without", () => {
  expect(hasTornState({ headers: {} } as IncomingMessage)).toBe(false);
});
