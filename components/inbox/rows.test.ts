import { expect, test } from "vitest";
import type { Notification } from "#lib/inbox/schema.ts";
import { historyOf, rowSentence } from "./burst-words.ts";
import { unreadIn } from "./inbox.ts";
import { groupsOf, linesOf, rowsOf, shareOf } from "./rows.ts";

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

const uploads = (from: number, count: number, more: Partial<Notification> = {}) =>
  Array.from({ length: count }, (_, n) =>
    note(from - n, {
      type: "package-uploaded",
      data: { package: `p${n}`, version: "1", channel: "unstable" },
      ...more,
    }),
  );

test("a burst of one kind is one line that holds its own; a failure, what is kept and what came long before are not in it", () => {
  const items = [
    note(50),
    ...uploads(40, 5, { read: true }),
    note(30, { type: "job-finished", category: "error", data: { package: "z", status: "Failed" } }),
    ...uploads(29, 1),
    ...uploads(28, 1, { kept: true }),
    ...uploads(20, 3, { timestamp: -1e9 }),
  ];
  const lines = linesOf(items);
  expect(lines.map(({ newest, members, unread }) => [newest.id, members?.length, unread])).toEqual([
    [50, undefined, true],
    [40, 6, true],
    [30, undefined, true],
    [28, undefined, true],
    [20, undefined, true],
    [19, undefined, true],
    [18, undefined, true],
  ]);
  const said = rowSentence(lines[1] ?? expect.fail("no burst"));
  expect([said.spans, said.meta]).toEqual([[{ strong: "6 uploads" }, " to unstable"], ["p0, p1, p2, p3 and 1 more"]]);
});

test("the count is that of lines: a build's and a burst's unread ones are one; what is not at hand counts one by one", () => {
  const items = [...uploads(40, 5), job(8, "job-finished"), job(6, "job-started"), note(2, { read: true })];
  const origins = [
    { origin: "core", total: 20, unread: 17, muted: false },
    { origin: "far", total: 3, unread: 2, muted: false },
    { origin: "loud", total: 3, unread: 3, muted: true },
  ];
  expect(unreadIn({ items, origins })).toBe(17 - 4 - 1 + 2);
});

test("an origin's share is what is urgent, then its newest; never all of one kind", () => {
  const rows = rowsOf(Array.from({ length: 30 }, (_, n) => note(30 - n)));
  const ids = (urgent: number[]) =>
    shareOf({ origin: "core", rows }, new Set(urgent)).rows.map(({ newest }) => newest.id);
  expect(ids([])).toEqual([30, 29, 28, 27, 26]);
  expect(ids([3, 9])).toEqual([9, 3, 30, 29, 28]);
  expect(ids(Array.from({ length: 20 }, (_, n) => n + 1))).toEqual([20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 30, 29]);
});
