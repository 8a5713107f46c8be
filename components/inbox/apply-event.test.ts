import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { applyEvent } from "./apply-event.ts";
import { inboxQuery } from "./queries.ts";

function open() {
  const queries = new QueryClient();
  const item = { id: 5, timestamp: 5, type: "note", category: "info" as const, origin: "core", data: {}, read: false };
  const origins = [{ origin: "core", total: 1, unread: 1, muted: false }];
  queries.setQueryData(inboxQuery.queryKey, {
    urgent: [],
    items: [item],
    origins,
    asOf: "",
    version: 0,
    clearedAt: null,
    pollMs: 30_000,
  });
  const shown = () => queries.getQueryData(inboxQuery.queryKey)?.items.map(({ id, read }) => [id, read]);
  const happen = (name: string, data: unknown) => applyEvent(queries, { name, data, position: undefined });
  return { shown, happen };
}

test("one that was read and then cleared elsewhere is read and then gone here", () => {
  const { shown, happen } = open();
  happen("read", { origin: "core", id: 5 });
  expect(shown()).toEqual([[5, true]]);
  happen("cleared", { origin: "core", id: 5 });
  expect(shown()).toEqual([]);
});

test.each(["read", "cleared"])(
  "a “%s” that names it under another origin, where nothing came of it, leaves one alone",
  (event) => {
    const { shown, happen } = open();
    happen(event, { origin: "dev", id: 5 });
    expect(shown()).toEqual([[5, false]]);
  },
);
