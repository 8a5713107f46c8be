import { describe, expect, it } from "vitest";
import { call, documented } from "#lib/http/test/call.ts";
import * as muted from "../api/inbox/muted/[origin]/route.ts";
import * as undo from "../api/undo/route.ts";
import { inboxApi, type Group, notes } from "./test/inbox-api.ts";

const { admin, alice, publish, get, groups, ids, change } = inboxApi();

describe("clearing", () => {
  it("with as_of takes what that answer could show, and undo brings exactly that back", async () => {
    await publish(notes(2));
    const asOf = (await get("?limit=1&category=error")).headers.get("as-of") ?? "";
    const [late] = (await (await publish(notes(1))).json()) as { id: number }[];
    const before = await ids();
    const cleared = await change("DELETE", `/notifications?as_of=${asOf}`);
    expect([cleared.status, await ids()]).toEqual([204, [late?.id]]);
    const token = cleared.headers.get("undo-token");
    const takeBack = (body: unknown) => call(undo, "POST", "/api/undo", { token: alice(), body });
    expect((await takeBack({ token })).status).toBe(204);
    expect(await ids()).toEqual(before);
    expect((await takeBack({ token })).status).toBe(204);
    await change("DELETE", "/notifications/core");
    expect((await takeBack({ token })).status).toBe(409);
    expect((await takeBack({ token: "unknown" })).status).toBe(404);
    expect((await call(undo, "POST", "/api/undo", { token: admin(), body: { token } })).status).toBe(404);
    expect((await takeBack({})).status).toBe(400);
  });

  it("of one is 204 whatever it is, and takes only one's own", async () => {
    const [first, second] = (await (await publish(notes(2))).json()) as { id: number }[];
    for (const url of [
      `/notifications/cnunciato/${first?.id}`,
      "/notifications/core/999999",
      "/notifications/core/99999999999999999999",
      `/notifications/core/${second?.id}`,
    ]) {
      const response = await change("DELETE", url);
      expect([response.status, response.headers.has("undo-token")]).toEqual([204, true]);
    }
    expect(await ids()).toEqual([first?.id]);
    for (const id of ["x", "1.5", "-1", "0x1"])
      expect((await change("DELETE", `/notifications/core/${id}`)).status, id).toBe(400);
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

describe("clearing by filters", () => {
  const error = { type: "bad", origin: "core", category: "error", data: {} };

  it("takes exactly what fits all of them and had arrived, says how many, and undo brings exactly that back", async () => {
    await publish([...notes(2), error, { ...error, origin: "cnunciato" }, { ...error, type: "worse" }]);
    const asOf = (await get()).headers.get("as-of") ?? "";
    await publish(error);
    const before = await ids();
    const cleared = await change("DELETE", `/notifications/core?category=error&type=bad&as_of=${asOf}`);
    expect([cleared.status, cleared.headers.get("cleared-count")]).toEqual([204, "1"]);
    expect(await ids()).toHaveLength(before.length - 1);
    await change("PATCH", `/notifications/core/${before[0]}`, { body: { read: true } });
    expect((await change("DELETE", "/notifications?unread=true")).headers.get("cleared-count")).toBe("4");
    expect(await ids()).toEqual([before[0]]);
    expect((await change("DELETE", "/notifications")).headers.get("cleared-count")).toBe("1");
    const body = { token: cleared.headers.get("undo-token") };
    expect((await call(undo, "POST", "/api/undo", { token: alice(), body })).status).toBe(409);
  });

  it("spares what is muted, if asked to, and refuses what is no filter of it", async () => {
    await publish([...notes(2), { ...error, origin: "cnunciato" }]);
    await call(muted, "PUT", "/api/inbox/muted/core", { token: alice() }, { origin: "core" });
    expect((await change("DELETE", "/notifications?muted=false")).headers.get("cleared-count")).toBe("1");
    expect(await ids()).toHaveLength(2);
    for (const query of ["?limit=5", "?before=9", "?category=bad", "?muted=no", "?cleared=true", "?per_origin=1"])
      expect((await change("DELETE", `/notifications${query}`)).status, query).toBe(400);
    expect(await ids()).toHaveLength(2);
  });
});

describe("what was cleared", () => {
  it("is listed, comes back by being kept, and stays through every clear until it is kept no longer", async () => {
    await publish(notes(3));
    const [three, two, one] = await ids();
    const clearedIds = async () =>
      (await documented<Group[]>("listNotifications", await get("?cleared=true"))).flatMap(({ notifications }) =>
        notifications.map(({ id }) => id),
      );
    await change("DELETE", `/notifications/core/${two}`);
    await change("DELETE", "/notifications");
    expect([await ids(), await clearedIds()]).toEqual([[], [three, two, one]]);
    const keep = async (id: number | undefined, kept: boolean) =>
      expect((await change("PATCH", `/notifications/core/${id}`, { body: { kept } })).status).toBe(204);
    await keep(two, true);
    expect([await ids(), await clearedIds()]).toEqual([[two], [three, one]]);
    const [group] = await documented<Group[]>("listNotifications", await get());
    expect(group?.notifications).toMatchObject([{ id: two, kept: true, read: false }]);
    for (const url of [
      "/notifications",
      "/notifications?unread=true",
      "/notifications/core",
      `/notifications/core/${two}`,
    ])
      expect((await change("DELETE", url)).headers.get("cleared-count"), url).toBe("0");
    await keep(two, false);
    expect(await ids()).toEqual([two]);
    expect((await groups())[0]?.notifications[0]).not.toHaveProperty("kept");
    const cleared = await change("DELETE", "/notifications");
    expect([cleared.headers.get("cleared-count"), await ids()]).toEqual(["1", []]);
    for (const body of [{ kept: "yes" }, { kept: null }, {}])
      expect((await change("PATCH", `/notifications/core/${two}`, { body })).status).toBe(400);
    expect((await change("PATCH", "/notifications/core", { body: { kept: true } })).status).toBe(400);
    await keep(999_999, true);
  });
});

describe("marking read", () => {
  const unread = async () =>
    ((await (await get("?unread=true")).json()) as Group[]).flatMap(({ notifications }) =>
      notifications.map(({ id }) => id),
    );

  it("works on all, an origin, and a single one both ways", async () => {
    const [first, second] = (await (await publish(notes(2))).json()) as { id: number }[];
    const [other] = (await (await publish([{ type: "note", origin: "cnunciato", data: {} }])).json()) as {
      id: number;
    }[];
    const marked = async (url: string, read: boolean) =>
      expect((await change("PATCH", url, { body: { read } })).status).toBe(204);
    await marked(`/notifications/core/${first?.id}`, true);
    expect(await unread()).toEqual([other?.id, second?.id]);
    await marked("/notifications/core", true);
    expect(await unread()).toEqual([other?.id]);
    await marked(`/notifications/core/${first?.id}`, false);
    expect(await unread()).toEqual([other?.id, first?.id]);
    await marked("/notifications", true);
    expect(await unread()).toEqual([]);
    for (const url of ["/notifications", "/notifications/core"])
      expect((await change("PATCH", url, { body: { read: false } })).status).toBe(400);
    for (const body of [{}, { read: "true" }, { read: true, more: 1 }, "{"])
      expect((await change("PATCH", `/notifications/core/${first?.id}`, { body })).status).toBe(400);
  });
});

describe("publishing", () => {
  it("gives a repeated key the first answer, and another body with it 409", async () => {
    const headers = { "idempotency-key": "a-key" };
    const [first, again] = [await publish(notes(2), headers), await publish(notes(2), headers)];
    expect([first.status, again.status]).toEqual([201, 201]);
    const marks = [first, again].map((response) => response.headers.get("idempotency-replayed"));
    expect(marks).toEqual([null, "true"]);
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
    const statuses = async (...bodies: unknown[]) =>
      Promise.all(bodies.map(async (body) => (await publish(body)).status));
    const note = { type: "note", origin: "core", data: {} };
    expect(
      await statuses(
        { ...note, origin: "hub" },
        { ...note, type: "broadcast" },
        { ...note, origin: "nobodys" },
        { ...note, to: { users: ["nobody"] } },
      ),
    ).toEqual([403, 403, 404, 400]);
    expect(
      await statuses(
        "x".repeat(300_000),
        { ...note, data: { text: "x".repeat(17_000) } },
        { ...note, data: { text: "\u0000" } },
        Array.from({ length: 501 }, () => note),
      ),
    ).toEqual([413, 400, 400, 400]);
    expect(await ids()).toEqual([]);
  });
});
