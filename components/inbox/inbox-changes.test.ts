import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Notification } from "#lib/inbox/schema.ts";
import { createStore } from "../ui/store.ts";
import { inboxChanges } from "./inbox-changes.ts";
import { inboxQuery } from "./queries.ts";
import { rowsOf } from "./rows.ts";
import type { Done } from "./undo-history.ts";
import { viewOf, whole } from "./view.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const note = (id: number, origin = "core", more: Partial<Notification> = {}): Notification => ({
  id,
  timestamp: id,
  type: "note",
  category: "info",
  origin,
  data: { message: `note ${id}` },
  read: false,
  ...more,
});

/** An inbox of three, two of them in core, and a server whose answers wait for the test. */
function open(seen = { asOf: "position", newest: Infinity }) {
  const queries = new QueryClient();
  const items = [note(3), note(2, "dev"), note(1)];
  queries.setQueryData(inboxQuery.queryKey, {
    items,
    urgent: [],
    origins: [
      { origin: "core", total: 2, unread: 2, muted: false },
      { origin: "dev", total: 1, unread: 1, muted: false },
    ],
    asOf: "position",
    version: 0,
    clearedAt: null,
    pollMs: 30_000,
  });
  const asked: { what: string; body: unknown; answer: (response: Response | Error) => void }[] = [];
  vi.stubGlobal(
    "fetch",
    (path: string, { method = "GET", body }: { method?: string; body?: string }) =>
      new Promise<Response>((resolve, reject) =>
        asked.push({
          what: `${method} ${path}`,
          body: body === undefined ? undefined : (JSON.parse(body) as unknown),
          answer: (response) => (response instanceof Error ? reject(response) : resolve(response)),
        }),
      ),
  );
  const failures: (string | undefined)[] = [];
  const history = createStore<Done[] | undefined>(undefined);
  const changes = inboxChanges({
    queries,
    history,
    shown: seen,
    onFailure: (words) => failures.push(words),
  });
  const shown = () =>
    queries.getQueryData(inboxQuery.queryKey)?.items.map(({ id, read }) => (read ? `${id} read` : id));
  const counts = () =>
    queries.getQueryData(inboxQuery.queryKey)?.origins.map(({ origin, total, unread }) => [origin, total, unread]);
  const row = (id: number) => rowsOf(items).find(({ newest }) => newest.id === id) ?? expect.fail(`no row ${id}`);
  return { ...changes, queries, asked, failures, history, shown, counts, row };
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const cleared = (token: string) =>
  new Response(null, { status: 204, headers: { "Undo-Token": token, "Cleared-Count": "2" } });

test("a clear shows at once, takes what was shown by then, and can be undone", async () => {
  const { clear, undo, asked, history, shown, counts, failures } = open();
  clear({ view: whole({ origin: "core", show: undefined }), listed: [] });
  await settle();
  expect(shown()).toEqual([2]);
  expect(counts()).toEqual([["dev", 1, 1]]);
  expect(asked.map(({ what }) => what)).toEqual(["DELETE /notifications/core?as_of=position"]);
  asked[0]?.answer(cleared("first"));
  await settle();
  expect(history.get()).toMatchObject([{ words: "Cleared 2 in core", tokens: ["first"] }]);
  undo();
  await settle();
  expect(asked.at(-1)).toMatchObject({ what: "POST /api/undo", body: { token: "first" } });
  asked.at(-1)?.answer(new Response());
  await settle();
  expect(history.get()).toEqual([]);
  expect(failures).toEqual([undefined, undefined]);
});

test("a clear that took nothing offers no way back, and is taken back itself: it would stand in the way of one before it", async () => {
  const { clear, asked, history } = open();
  clear({ view: whole({ origin: "core", show: undefined }), listed: [] });
  await settle();
  asked[0]?.answer(new Response(null, { status: 204, headers: { "Undo-Token": "none", "Cleared-Count": "0" } }));
  await settle();
  expect(asked.at(-1)).toMatchObject({ what: "POST /api/undo", body: { token: "none" } });
  asked.at(-1)?.answer(new Response());
  await settle();
  expect(history.get() ?? []).toEqual([]);
});

test("an undo that another window stands in the way of for a moment is asked for again, and not for ever", async () => {
  const { clear, undo, asked, history, failures, row } = open();
  const refusal = () => Response.json({ detail: "The same was cleared again since." }, { status: 409 });
  clear({ rows: [row(3)] });
  await settle();
  asked[0]?.answer(cleared("only"));
  await settle();
  undo();
  for (let tries = 0; tries < 6; tries++) {
    await vi.advanceTimersByTimeAsync(600);
    asked.at(-1)?.answer(refusal());
  }
  await settle();
  expect(asked).toHaveLength(7);
  expect(failures.at(-1)).toBe("That could not be undone. The same was cleared again since.");
  undo();
  await settle();
  asked.at(-1)?.answer(refusal());
  await vi.advanceTimersByTimeAsync(600);
  expect(asked.at(-1)).toMatchObject({ what: "POST /api/undo", body: { token: "only" } });
  asked.at(-1)?.answer(new Response());
  await settle();
  expect([history.get(), failures.at(-1)]).toEqual([[], undefined]);
});

test("an undo that is pressed before the clear was answered takes back that clear", async () => {
  const { clear, undo, asked, row } = open();
  clear({ rows: [row(3)] });
  undo();
  await settle();
  expect(asked.map(({ what }) => what)).toEqual(["DELETE /notifications/core/3"]);
  asked[0]?.answer(cleared("only"));
  await settle();
  expect(asked.at(-1)).toMatchObject({ what: "POST /api/undo", body: { token: "only" } });
});

test.each<[Response | Error, string]>([
  [Response.json({ detail: "The disk is full." }, { status: 503 }), "The disk is full."],
  [new TypeError("offline"), "Belfry did not answer. Check your connection."],
])("what is refused or lost is as before, with the reason: %o", async (answer, reason) => {
  const { clear, asked, history, shown, counts, failures } = open();
  const before = [shown(), counts()];
  clear({ view: whole({ origin: undefined, show: undefined }), listed: [] });
  await settle();
  expect(shown()).toEqual([]);
  asked[0]?.answer(answer);
  await settle();
  expect([shown(), counts()]).toEqual(before);
  expect(failures.at(-1)).toBe(`The inbox could not be cleared. ${reason}`);
  expect(history.get()).toBeUndefined();
});

test("what was being fetched when a change began is fetched once it is made", async () => {
  const { mark, asked, queries, row } = open();
  const end = new QueryObserver(queries, inboxQuery).subscribe(() => undefined);
  void queries.invalidateQueries({ queryKey: inboxQuery.queryKey });
  await settle();
  mark({ rows: [row(1)] });
  await settle();
  asked.at(-1)?.answer(new Response());
  await vi.advanceTimersByTimeAsync(100);
  expect(asked.map(({ what }) => what)).toEqual([
    "GET /api/inbox?fair=true",
    "PATCH /notifications/core/1",
    "GET /api/inbox?fair=true",
  ]);
  end();
});

test("what waits out of sight is not touched", async () => {
  const { clear, asked, shown } = open({ asOf: "earlier", newest: 2 });
  clear({ view: whole({ origin: undefined, show: undefined }), listed: [] });
  await settle();
  expect(shown()).toEqual([3]);
  expect(asked[0]?.what).toBe("DELETE /notifications?as_of=earlier&muted=false");
});

test("a row is marked read and unread, each of its notifications", async () => {
  const { mark, markUnread, asked, shown, counts, row } = open();
  mark({ rows: [row(1)] });
  await settle();
  expect(shown()).toEqual([3, 2, "1 read"]);
  expect(counts()).toEqual([
    ["core", 2, 1],
    ["dev", 1, 1],
  ]);
  asked[0]?.answer(new Response());
  markUnread([{ ...row(1), all: [note(1), note(3)] }]);
  await settle();
  expect(shown()).toEqual([3, 2, 1]);
  expect(asked.slice(1).map(({ what, body }) => [what, body])).toEqual([
    ["PATCH /notifications/core/1", { read: false }],
    ["PATCH /notifications/core/3", { read: false }],
  ]);
});

test("muting asks the server, and says which origin it failed for", async () => {
  const { mute, asked, failures } = open();
  mute("dev", true);
  await settle();
  expect(asked[0]?.what).toBe("PUT /api/inbox/muted/dev");
  asked[0]?.answer(new Response(null, { status: 500 }));
  await settle();
  expect(failures.at(-1)).toBe("dev could not be muted. Belfry answered with HTTP 500.");
});

test("what a filter shows is asked for by it, counted by the server, and spares what is kept", async () => {
  const { clear, asked, shown, history } = open();
  const view = viewOf(new URLSearchParams("category=error&q=node"));
  clear({ view, listed: [note(3), note(1, "core", { kept: true })] });
  await settle();
  expect(shown()).toEqual([2, 1]);
  expect(asked[0]?.what).toBe("DELETE /notifications?as_of=position&muted=false&category=error&q=node");
  asked[0]?.answer(cleared("found"));
  await settle();
  expect(history.get()).toMatchObject([{ words: "Cleared 2 found", tokens: ["found"] }]);
});

test("muting and marking many can be taken back", async () => {
  const { mute, mark, undo, asked, history } = open();
  mark({ view: whole({ origin: undefined, show: undefined }), listed: [] });
  await settle();
  expect(asked[0]?.what).toBe("PATCH /notifications?as_of=position&muted=false");
  asked[0]?.answer(new Response(null, { status: 204, headers: { "Undo-Token": "marks", "Marked-Count": "3" } }));
  mute("dev", true);
  await settle();
  asked[1]?.answer(new Response());
  await settle();
  expect(history.get()).toMatchObject([{ words: "Marked 3 read" }, { words: "Muted dev" }]);
  undo();
  await settle();
  expect(asked[2]?.what).toBe("DELETE /api/inbox/muted/dev");
  asked[2]?.answer(new Response());
  undo();
  await settle();
  expect(asked[3]).toMatchObject({ what: "POST /api/undo", body: { token: "marks" } });
});
