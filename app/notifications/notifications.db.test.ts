import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { call, documented, type Sent } from "#lib/http/test/call.ts";
import { newBearer, scratchInstance } from "#lib/http/test/scratch-instance.ts";
import type { Notification } from "#lib/inbox/schema.ts";
import { proposedBodies } from "#lib/inbox/test/proposed.ts";
import * as members from "../api/origins/[origin]/members/[username]/route.ts";
import * as origins from "../api/origins/[origin]/route.ts";
import * as undo from "../api/undo/route.ts";
import * as one from "./[origin]/[id]/route.ts";
import * as ofOrigin from "./[origin]/route.ts";
import * as all from "./route.ts";

const database = scratchInstance();
let admin: string;
let alice: string;
let made = 0;

beforeAll(async () => {
  admin = (await newBearer(database(), "admin", ["admin", "publish", "notifications"], "admin")).token;
  for (const origin of ["core", "cnunciato"]) await call(origins, "PUT", `/api/origins/${origin}`, { token: admin }, { origin });
});

beforeEach(async () => {
  const username = `alice-${++made}`;
  alice = (await newBearer(database(), username, ["notifications"])).token;
  for (const origin of ["core", "cnunciato"]) {
    expect((await call(members, "PUT", `/api/origins/${origin}/members/${username}`, { token: admin }, { origin, username })).status).toBe(204);
  }
});

interface Page {
  range_start: number;
  range_end: number;
  total_count: number;
  data: Notification[];
}
interface Group {
  origin: string;
  notifications: Notification[];
}

const publish = (body: unknown, headers: Record<string, string> = {}) => call(all, "POST", "/notifications", { token: admin, body, headers });
const get = (query = "", headers: Record<string, string> = {}) => call(all, "GET", `/notifications${query}`, { token: alice, headers });
const getOrigin = (origin: string, query = "", headers: Record<string, string> = {}) => call(ofOrigin, "GET", `/notifications/${origin}${query}`, { token: alice, headers }, { origin });
const groups = async () => documented<Group[]>("listNotifications", await get());
const ids = async () => (await groups()).flatMap(({ notifications }) => notifications.map(({ id }) => id));
const notes = (count: number) => Array.from({ length: count }, (_, n) => ({ type: "note", origin: "core", data: { n } }));
const change = (method: string, url: string, more: Omit<Sent, "token"> = {}) => {
  const [, , origin = "", id = ""] = new URL(url, "http://belfry.example").pathname.split("/");
  const [handlers, params] = id ? [one, { origin, id }] : origin ? [ofOrigin, { origin }] : [all, {}];
  return call(handlers, method, url, { token: alice, ...more }, params);
};

describe("the eight proposed bodies", () => {
  it("are published and read back, grouped by origin, newest first", async () => {
    const published = await documented<{ id: number }[]>("publishNotifications", await publish(proposedBodies));
    const expected = proposedBodies.map((body, at) => ({ ...body, id: published[at]?.id, read: false })).toReversed();
    expect(await groups()).toEqual([{ origin: "core", notifications: expected }]);
    const single = await documented<{ id: number }>("publishNotifications", await publish({ ...proposedBodies[0], origin: "cnunciato" }));
    expect(await groups()).toMatchObject([{ origin: "cnunciato", notifications: [{ id: single.id }] }, { origin: "core" }]);
  });
});

describe("pages of an origin", () => {
  it("are 50, 50 and 23 of 123, by 206, 206 and 200", async () => {
    await publish(notes(123));
    const seen: unknown[] = [];
    for (const [start, status, end] of [[0, 206, 49], [50, 206, 99], [100, 200, 122]] as const) {
      const response = await getOrigin("core", `?range=${start}`);
      expect(response.status).toBe(status);
      const page = await documented<Page>("listOriginNotifications", response);
      expect(page).toMatchObject({ range_start: start, range_end: end, total_count: 123 });
      seen.push(...page.data.map(({ data }) => data["n"]));
    }
    expect(seen).toEqual(Array.from({ length: 123 }, (_, n) => 122 - n));
    expect(await (await getOrigin("core", "?range=123")).json()).toEqual({ range_start: 123, range_end: 172, total_count: 123, data: [] });
    for (const range of ["-1", "1.5", "x", "", "1e3", "99999999999999999999"]) expect((await getOrigin("core", `?range=${range}`)).status, range).toBe(400);
  });

  it("are alike for an origin that is unknown and one that is not theirs", async () => {
    await call(origins, "PUT", "/api/origins/secret", { token: admin }, { origin: "secret" });
    await publish({ type: "note", origin: "secret", data: {} });
    const [foreign, unknown] = [await getOrigin("secret"), await getOrigin("no-such-origin")];
    expect([foreign.status, unknown.status]).toEqual([200, 200]);
    expect(await foreign.json()).toEqual({ range_start: 0, range_end: 49, total_count: 0, data: [] });
    expect([...foreign.headers]).toEqual([...unknown.headers]);
  });
});

describe("a listing", () => {
  it("takes a limit and filters", async () => {
    await publish([...notes(3), { type: "bad", origin: "cnunciato", category: "error", data: {} }]);
    const count = async (query: string) => ((await (await get(query)).json()) as Group[]).flatMap(({ notifications }) => notifications).length;
    expect([await count("?limit=2"), await count("?category=error"), await count("?unread=true"), await count("?category=warning")]).toEqual([2, 1, 4, 0]);
    for (const query of ["?limit=0", "?limit=201", "?limit=ten", "?unread=yes", "?category=bad"]) expect((await get(query)).status, query).toBe(400);
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
    const seen = async () => Promise.all(reads.map(async (read) => {
      const response = await read();
      return [response.status, response.headers.get("etag"), response.headers.get("as-of"), await response.text()];
    }));
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
    for (const token of [alice, undefined]) {
      const response = await call(all, "GET", "/notifications", { headers: { accept: "text/html,application/xhtml+xml,*/*;q=0.8" }, ...(token && { token }) });
      expect([response.status, response.headers.get("location")]).toEqual([303, "/"]);
    }
    expect((await get("", { accept: "*/*" })).headers.get("vary")).toContain("Accept");
  });
});

describe("clearing", () => {
  it("with as_of takes what that answer could show, and undo brings exactly that back", async () => {
    await publish(notes(2));
    const asOf = (await get("?limit=1&category=error")).headers.get("as-of") ?? "";
    const [late] = (await (await publish(notes(1))).json()) as { id: number }[];
    const before = await ids();
    const cleared = await change("DELETE", `/notifications?as_of=${asOf}`);
    expect([cleared.status, await ids()]).toEqual([204, [late?.id]]);
    const token = cleared.headers.get("undo-token");
    const takeBack = (body: unknown) => call(undo, "POST", "/api/undo", { token: alice, body });
    expect((await takeBack({ token })).status).toBe(204);
    expect(await ids()).toEqual(before);
    expect((await takeBack({ token })).status).toBe(204);
    await change("DELETE", "/notifications/core");
    expect((await takeBack({ token })).status).toBe(409);
    expect((await takeBack({ token: "unknown" })).status).toBe(404);
    expect((await call(undo, "POST", "/api/undo", { token: admin, body: { token } })).status).toBe(404);
    expect((await takeBack({})).status).toBe(400);
  });

  it("of one is 204 whatever it is, and takes only one's own", async () => {
    const [first, second] = (await (await publish(notes(2))).json()) as { id: number }[];
    for (const url of [`/notifications/cnunciato/${first?.id}`, "/notifications/core/999999", "/notifications/core/99999999999999999999", `/notifications/core/${second?.id}`]) {
      const response = await change("DELETE", url);
      expect([response.status, response.headers.has("undo-token")]).toEqual([204, true]);
    }
    expect(await ids()).toEqual([first?.id]);
    for (const id of ["x", "1.5", "-1", "0x1"]) expect((await change("DELETE", `/notifications/core/${id}`)).status, id).toBe(400);
  });

  it("refuses what would take more than was meant", async () => {
    await publish(notes(1));
    for (const query of ["?as_of=garbage", "?as_of=", "?asof=x", "?range=5"]) {
      for (const url of ["/notifications", "/notifications/core"]) {
        expect((await change("DELETE", url + query)).status, query).toBe(400);
        expect((await change("PATCH", url + query, { body: { read: true } })).status, query).toBe(400);
      }
    }
    expect(await ids()).toHaveLength(1);
  });
});

describe("marking read", () => {
  const unread = async () => ((await (await get("?unread=true")).json()) as Group[]).flatMap(({ notifications }) => notifications.map(({ id }) => id));

  it("works on all, an origin, and a single one both ways", async () => {
    const [first, second] = (await (await publish(notes(2))).json()) as { id: number }[];
    const [other] = (await (await publish([{ type: "note", origin: "cnunciato", data: {} }])).json()) as { id: number }[];
    const marked = async (url: string, read: boolean) => expect((await change("PATCH", url, { body: { read } })).status).toBe(204);
    await marked(`/notifications/core/${first?.id}`, true);
    expect(await unread()).toEqual([other?.id, second?.id]);
    await marked("/notifications/core", true);
    expect(await unread()).toEqual([other?.id]);
    await marked(`/notifications/core/${first?.id}`, false);
    expect(await unread()).toEqual([other?.id, first?.id]);
    await marked("/notifications", true);
    expect(await unread()).toEqual([]);
    for (const url of ["/notifications", "/notifications/core"]) expect((await change("PATCH", url, { body: { read: false } })).status).toBe(400);
    for (const body of [{}, { read: "true" }, { read: true, more: 1 }, "{"]) expect((await change("PATCH", `/notifications/core/${first?.id}`, { body })).status).toBe(400);
  });
});

describe("publishing", () => {
  it("gives a repeated key the first answer, and another body with it 409", async () => {
    const headers = { "idempotency-key": `key-${made}` };
    const [first, again] = [await publish(notes(2), headers), await publish(notes(2), headers)];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await again.json()).toEqual(await first.json());
    expect(await ids()).toHaveLength(2);
    expect((await publish(notes(3), headers)).status).toBe(409);
    expect((await publish(notes(1), { "idempotency-key": "k".repeat(256) })).status).toBe(400);
  });

  it("refuses with a problem document that names the field", async () => {
    const response = await publish([...notes(1), { type: "job-started", origin: "core", data: { package: 5 } }]);
    expect([response.status, response.headers.get("content-type")]).toEqual([400, "application/problem+json"]);
    const problem = (await response.json()) as { detail: string; message: string; errors: { path: string }[] };
    expect(problem.message).toBe(problem.detail);
    expect(problem.errors.map(({ path }) => path)).toEqual(expect.arrayContaining(["1.data.package", "1.data.status"]));
    const statuses = async (...bodies: unknown[]) => Promise.all(bodies.map(async (body) => (await publish(body)).status));
    const note = { type: "note", origin: "core", data: {} };
    expect(await statuses({ ...note, origin: "hub" }, { ...note, type: "broadcast" }, { ...note, origin: "nobodys" }, { ...note, to: { users: ["nobody"] } })).toEqual([403, 403, 404, 400]);
    expect(await statuses("x".repeat(300_000), { ...note, data: { text: "x".repeat(17_000) } }, { ...note, data: { text: "\u0000" } }, Array.from({ length: 501 }, () => note))).toEqual([413, 400, 400, 400]);
    expect(await ids()).toEqual([]);
  });
});
