import { describe, expect, it } from "vitest";
import { call, documented } from "#lib/http/test/call.ts";
import type { Notification } from "#lib/inbox/schema.ts";
import { proposedBodies } from "#lib/inbox/test/proposed.ts";
import * as origins from "../api/origins/[origin]/route.ts";
import * as all from "./route.ts";
import { inboxApi, type Group, notes, type Page } from "./test/inbox-api.ts";

const { admin, alice, publish, get, getOrigin, groups, ids, change } = inboxApi();

describe("the eight proposed bodies", () => {
  it("are published and read back, grouped by origin, newest first", async () => {
    const published = await documented<{ id: number }[]>("publishNotifications", await publish(proposedBodies));
    const expected = proposedBodies.map((body, at) => ({ ...body, id: published[at]?.id, read: false })).toReversed();
    expect(await groups()).toEqual([{ origin: "core", notifications: expected }]);
    const single = await documented<{ id: number }>(
      "publishNotifications",
      await publish({ ...proposedBodies[0], origin: "cnunciato" }),
    );
    expect(await groups()).toMatchObject([
      { origin: "cnunciato", notifications: [{ id: single.id }] },
      { origin: "core" },
    ]);
  });
});

describe("pages of an origin", () => {
  it("are 50, 50 and 23 of 123, by 206, 206 and 200", async () => {
    await publish(notes(123));
    const seen: unknown[] = [];
    for (const [start, status, end] of [
      [0, 206, 49],
      [50, 206, 99],
      [100, 200, 122],
    ] as const) {
      const response = await getOrigin("core", `?range=${start}`);
      expect(response.status).toBe(status);
      const page = await documented<Page>("listOriginNotifications", response);
      expect(page).toMatchObject({ range_start: start, range_end: end, total_count: 123 });
      seen.push(...page.data.map(({ data }) => data["n"]));
    }
    expect(seen).toEqual(Array.from({ length: 123 }, (_, n) => 122 - n));
    expect(await (await getOrigin("core", "?range=123")).json()).toEqual({
      range_start: 123,
      range_end: 172,
      total_count: 123,
      data: [],
    });
    for (const range of ["-1", "1.5", "x", "", "1e3", "99999999999999999999"])
      expect((await getOrigin("core", `?range=${range}`)).status, range).toBe(400);
  });

  it("are of what fits a filter, and so is the total", async () => {
    await publish([...notes(60), ...notes(3).map((note) => ({ ...note, type: "bad", category: "error" }))]);
    const page = async (query: string) => documented<Page>("listOriginNotifications", await getOrigin("core", query));
    expect(await page("?category=error&range=1")).toMatchObject({ range_start: 1, range_end: 2, total_count: 3 });
    expect((await getOrigin("core", "?type=note&range=9")).status).toBe(206);
    expect(await page("?type=note&range=10")).toMatchObject({ range_end: 59, total_count: 60 });
    await change("PATCH", "/notifications/core", { body: { read: true } });
    expect(await page("?unread=true")).toMatchObject({ range_end: 49, total_count: 0, data: [] });
    for (const query of ["?unread=1", "?category=bad", "?type=1"])
      expect((await getOrigin("core", query)).status, query).toBe(400);
  });

  it("are alike for an origin that is unknown and one that is not theirs", async () => {
    await call(origins, "PUT", "/api/origins/secret", { token: admin() }, { origin: "secret" });
    await publish({ type: "note", origin: "secret", data: {} });
    const [foreign, unknown] = [await getOrigin("secret"), await getOrigin("no-such-origin")];
    expect([foreign.status, unknown.status]).toEqual([200, 200]);
    expect(await foreign.json()).toEqual({ range_start: 0, range_end: 49, total_count: 0, data: [] });
    const told = ({ headers }: Response) => [...headers].filter(([name]) => name !== "ratelimit");
    expect(told(foreign)).toEqual(told(unknown));
  });
});

describe("one notification", () => {
  it("is its body, with an ETag, or 404 for whatever shows the caller nothing", async () => {
    const [first] = (await (await publish(notes(1))).json()) as { id: number }[];
    const address = `/notifications/core/${first?.id}`;
    const response = await change("GET", address);
    const etag = response.headers.get("etag") ?? "";
    const body = await documented<Notification>("getNotification", response);
    expect(body).toEqual((await groups())[0]?.notifications[0]);
    expect((await change("GET", address, { headers: { "if-none-match": etag } })).status).toBe(304);
    await change("PATCH", address, { body: { read: true } });
    expect((await change("GET", address, { headers: { "if-none-match": etag } })).status).toBe(200);
    for (const other of [`/notifications/cnunciato/${first?.id}`, "/notifications/core/99999999999999999999"])
      expect((await change("GET", other)).status).toBe(404);
    await change("DELETE", address);
    expect((await change("GET", address)).status).toBe(404);
    expect((await change("GET", "/notifications/core/x")).status).toBe(400);
  });
});

describe("a listing", () => {
  it("takes a limit and filters", async () => {
    await publish([...notes(3), { type: "bad", origin: "cnunciato", category: "error", data: {} }]);
    const count = async (query: string) =>
      ((await (await get(query)).json()) as Group[]).flatMap(({ notifications }) => notifications).length;
    expect([
      await count("?limit=2"),
      await count("?category=error"),
      await count("?unread=true"),
      await count("?category=warning"),
    ]).toEqual([2, 1, 4, 0]);
    for (const query of ["?limit=0", "?limit=201", "?limit=ten", "?unread=yes", "?category=bad"])
      expect((await get(query)).status, query).toBe(400);
  });

  it("gives of each origin at most so many, and says where the next ones are", async () => {
    await publish([...notes(3), { type: "bad", origin: "cnunciato", category: "error", data: {} }, ...notes(2)]);
    const all = await ids();
    const seen: number[] = [];
    let address: string | undefined = "/notifications?limit=4&type=note&muted=false";
    do {
      const response = await get(address.slice("/notifications".length));
      const page = await documented<Group[]>("listNotifications", response);
      seen.push(...page.flatMap(({ notifications }) => notifications.map(({ id }) => id)));
      address = /^<(.+)>; rel="next"$/.exec(response.headers.get("link") ?? "")?.[1];
      if (address)
        expect(Object.fromEntries(new URL(address, "http://any").searchParams)).toEqual({
          limit: "4",
          type: "note",
          muted: "false",
          before: String(seen.at(-1)),
        });
    } while (address);
    const notesAlone = (await (await get("?type=note")).json()) as Group[];
    expect(seen).toEqual(notesAlone.flatMap(({ notifications }) => notifications.map(({ id }) => id)));
    const each = (await (await get("?per_origin=1")).json()) as Group[];
    expect(each.map(({ origin, notifications }) => [origin, notifications.map(({ id }) => id)])).toEqual([
      ["core", [Math.max(...all)]],
      ["cnunciato", [all.at(-1)]],
    ]);
    for (const query of ["?before=x", "?before=", "?per_origin=0", "?per_origin=201", "?type=Bad", "?type="])
      expect((await get(query)).status, query).toBe(400);
  });

  it("finds words and their beginnings, in all that is stored, and clears what it finds", async () => {
    await publish([proposedBodies[1], { type: "note", origin: "cnunciato", data: { title: "Łódź" } }, ...notes(60)]);
    const count = async (query: string) =>
      (await documented<Group[]>("listNotifications", await get(query))).flatMap(({ notifications }) => notifications)
        .length;
    for (const [q, found] of [
      ["lodz", 1],
      ["LÓD", 1],
      ["core/node/1.2.3", 1],
      ["node/1.2 fail", 1],
      ["finished", 1],
      ["nodes", 0],
      ["cnunciato lodz", 1],
    ] as const)
      expect(await count(`?q=${encodeURIComponent(q)}`), q).toBe(found);
    const page = await documented<Page>("listOriginNotifications", await getOrigin("core", "?q=note&range=50"));
    expect([page.total_count, page.data.length]).toEqual([60, 10]);
    expect((await change("DELETE", "/notifications?q=note&category=info")).headers.get("cleared-count")).toBe("61");
    expect([await count("?q=note"), await count("?q=note&cleared=true&limit=200"), await count("")]).toEqual([
      0, 61, 1,
    ]);
    for (const q of ["", "!", "x".repeat(201)]) {
      expect((await get(`?q=${q}`)).status, q).toBe(400);
      expect((await change("DELETE", `/notifications?q=${q}`)).status, q).toBe(400);
    }
  });

  it("gives what arrived since an answer, oldest first, and says from where to ask on", async () => {
    await publish(notes(2));
    const first = await get("?category=error");
    const [three, four, five] = (await (await publish(notes(3))).json()) as { id: number }[];
    const since = async (asOf: string | null, more = "") => {
      const response = await get(`?since=${asOf}${more}`);
      const page = await documented<Group[]>("listNotifications", response);
      const given = page.flatMap(({ notifications }) => notifications.map(({ id }) => id));
      return { given, asOf: response.headers.get("as-of"), link: response.headers.get("link") };
    };
    const two = await since(first.headers.get("as-of"), "&limit=2");
    expect(two.given).toEqual([three?.id, four?.id]);
    expect(two.link).toBe(`</notifications?since=${two.asOf}&limit=2>; rel="next"`);
    const last = await since(two.asOf, "&limit=2");
    expect([last.given, last.link]).toEqual([[five?.id], null]);
    expect((await since(last.asOf)).given).toEqual([]);
    for (const [query, path] of [
      [`?since=${last.asOf}x`, "since"],
      ["?since=", "since"],
      [`?since=${last.asOf}&before=5`, "before"],
      [`?since=${last.asOf}&cleared=true`, "cleared"],
    ] as const) {
      const response = await get(query);
      expect([response.status, ((await response.json()) as { errors: unknown[] }).errors], query).toMatchObject([
        400,
        [{ path }],
      ]);
    }
  });

  it("answers 304 while nothing has changed, and says how often to ask", async () => {
    await publish(notes(1));
    for (const read of [(headers = {}) => get("", headers), (headers = {}) => getOrigin("core", "", headers)]) {
      const first = await read();
      const etag = first.headers.get("etag") ?? "";
      expect(Number(first.headers.get("x-poll-interval"))).toBeGreaterThan(0);
      expect(first.headers.get("cache-control")).toBe("private, no-cache");
      for (const known of [etag, etag.replace("W/", ""), `"other", ${etag}`, "*"]) {
        const again = await read({ "if-none-match": known });
        expect([again.status, again.headers.get("etag"), await again.text()]).toEqual([304, etag, ""]);
      }
      await change("PATCH", "/notifications", { body: { read: true } });
      expect((await read({ "if-none-match": etag })).status).toBe(200);
    }
  });

  it("is the same when asked again while nothing has changed, and another after whatever changes it", async () => {
    await publish(notes(60));
    const reads = [() => get("?muted=false"), () => getOrigin("core")];
    const seen = async () =>
      Promise.all(
        reads.map(async (read) => {
          const response = await read();
          return [response.status, response.headers.get("etag"), response.headers.get("as-of"), await response.text()];
        }),
      );
    let before = await seen();
    expect(before.map(([status]) => status)).toEqual([200, 206]);
    expect(await seen()).toEqual(before);
    const [newest] = await ids();
    const changes = [
      () => publish(notes(1)),
      () => change("PATCH", `/notifications/core/${newest}`, { body: { read: true } }),
      () => change("DELETE", `/notifications/core/${newest}`),
      () => change("PATCH", "/notifications", { body: { read: true } }),
      () => change("DELETE", "/notifications/core"),
    ];
    for (const act of changes) {
      expect((await act()).status).toBeLessThan(300);
      const after = await seen();
      after.forEach((answer, n) => expect(answer).not.toEqual(before[n]));
      before = after;
    }
  });

  it("leads a browser to the centre, signed in or not", async () => {
    for (const token of [alice(), undefined]) {
      const response = await call(all, "GET", "/notifications", {
        headers: { accept: "text/html,application/xhtml+xml,*/*;q=0.8" },
        ...(token && { token }),
      });
      expect([response.status, response.headers.get("location")]).toEqual([303, "/"]);
    }
    expect((await get("", { accept: "*/*" })).headers.get("vary")).toContain("Accept");
  });
});
