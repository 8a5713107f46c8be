import { expect, test } from "vitest";
import type { Notification } from "#lib/inbox/schema.ts";
import { groupsOf, historyOf, matches, rowsOf, type Row } from "./rows.ts";

const note = (id: number, more: Partial<Notification> = {}): Notification => ({
  id,
  timestamp: id,
  type: "note",
  category: "info",
  origin: "core",
  read: false,
  data: {},
  ...more,
});
const job = (id: number, type: string, jobId = "1", more: Partial<Notification> = {}) =>
  note(id, {
    type,
    data: { package: "node", group_id: "7", job_id: jobId, status: "Failed", source: "bldr" },
    ...more,
  });

test("what happened to one build is one row, where its newest stands", () => {
  const rows = rowsOf([
    note(9),
    job(8, "job-finished", "1", { read: true }),
    note(7),
    job(6, "job-started"),
    job(5, "job-scheduled"),
    job(4, "job-started", "2"),
    job(3, "job-started", "1", { origin: "other" }),
  ]);
  expect(rows.map(({ newest, all, unread }) => [newest.id, all.map(({ id }) => id), unread])).toEqual([
    [9, [9], true],
    [8, [8, 6, 5], true],
    [7, [7], true],
    [4, [4], true],
    [3, [3], true],
  ]);
  expect(rows.map(historyOf)).toEqual([undefined, "scheduled → started → failed", undefined, undefined, undefined]);
});

test("a notification that two pages have is one", () => {
  expect(rowsOf([note(2), note(1), note(1)])).toHaveLength(2);
});

test("groups stand by their newest", () => {
  const groups = groupsOf(rowsOf([note(5, { origin: "b" }), note(4, { origin: "a" }), note(3, { origin: "b" })]));
  expect(groups.map(({ origin, rows }) => [origin, rows.length])).toEqual([
    ["b", 2],
    ["a", 1],
  ]);
});

test.each([
  ["", true],
  ["NODE failed", true],
  ["core", true],
  ["hardening", true],
  ["zlib", false],
  ["node zlib", false],
])("a search for “%s”", (search, found) => {
  const [row] = rowsOf([
    job(1, "job-finished", "1", {
      data: { package: "node", status: "Failed", message: "Hardening flags", group_id: "7", job_id: "1" },
    }),
  ]);
  expect(matches(row as Row, search)).toBe(found);
});
