import { createHmac } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { waitingForLocks } from "#db/test/waiting-for-locks.ts";
import { call, documented, type Sent } from "#lib/http/test/call.ts";
import { newBearer, scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { purgeCalls } from "#lib/inlets/purge.ts";
import { appriseMap } from "#lib/inlets/schema.ts";
import * as samples from "#lib/inlets/test/samples.ts";
import { instance, systemCtx } from "#lib/instance.ts";
import { join } from "#lib/origins/join.ts";
import * as calls from "../api/origins/[origin]/inlets/[id]/calls/route.ts";
import * as inlet from "../api/origins/[origin]/inlets/[id]/route.ts";
import * as inlets from "../api/origins/[origin]/inlets/route.ts";
import * as origins from "../api/origins/[origin]/route.ts";
import * as hooks from "./[id]/route.ts";

const database = scratchInstance();
let admin: string;
let builder: string;

interface Made {
  id: number;
  url: string;
  secret: string;
}
interface Call {
  fate: string;
  reason: string | null;
  event: string | null;
  ids: number[];
}

beforeAll(async () => {
  ({ token: admin } = await newBearer(database(), "root", ["admin"], "admin"));
  const member = await newBearer(database(), "ann", ["publish:core"]);
  builder = member.token;
  for (const origin of ["core", "other"])
    await call(origins, "PUT", `/api/origins/${origin}`, { token: admin }, { origin });
  await join(database().db, { personId: member.personId, origin: "core", source: "admin" });
});

const at = (origin: string) => `/api/origins/${origin}/inlets`;
const make = async (body: object, token = admin, origin = "core") =>
  call(inlets, "POST", at(origin), { token, body }, { origin });
const made = async (body: object): Promise<Made> => documented("makeInlet", await make(body));
const list = (token = admin, origin = "core") => call(inlets, "GET", at(origin), { token }, { origin });
const callsOf = async (id: number) => {
  const asked = await call(
    calls,
    "GET",
    `${at("core")}/${id}/calls`,
    { token: admin },
    { origin: "core", id: String(id) },
  );
  return (await documented<{ calls: Call[] }>("listInletCalls", asked)).calls;
};
const send = (id: number, sent: Sent, query = "") =>
  call(hooks, "POST", `/hooks/${id}${query}`, sent, { id: String(id) });
const received = async (response: Response) => {
  expect(response.status).toBe(202);
  return documented<{ ids?: number[]; ignored?: string }>("receiveDelivery", response);
};
const published = () => database().sql<{ id: number; type: string; origin: string; category: string }[]>`
  select n.id, n.type, f.origin, n.category from notification n join feed f on f.id = n.feed_id order by n.id`;

describe("an inlet", () => {
  it("is made, listed and deleted by who looks after its origin alone", async () => {
    const { id, url, secret } = await made({ kind: "alertmanager", name: "Prometheus" });
    expect(url).toBe(`http://belfry.example/hooks/${id}`);
    expect(secret).toMatch(/^[\w-]{43}$/);
    const own = await documented<Made>("makeInlet", await make({ kind: "gitlab" }, builder));
    const text = await (await list(builder)).text();
    expect(text).toContain('"name":"gitlab"');
    expect(text).not.toContain(own.secret);
    const kept = JSON.stringify(await database().sql`select * from inlet`);
    expect([secret, own.secret].filter((each) => kept.includes(each))).toEqual([]);

    expect((await make({ kind: "gitlab" }, builder, "other")).status).toBe(404);
    expect((await list(builder, "other")).status).toBe(404);
    expect((await make({ kind: "gitlab" }, admin, "nowhere")).status).toBe(404);
    const remove = (token: string, origin: string) =>
      call(inlet, "DELETE", `${at(origin)}/${id}`, { token }, { origin, id: String(id) });
    expect((await remove(builder, "other")).status).toBe(404);
    expect((await remove(admin, "other")).status).toBe(404);
    expect((await remove(admin, "core")).status).toBe(204);
    expect((await send(id, { token: secret, body: samples.alertmanagerSample })).status).toBe(404);
  });

  it.each([
    [{ kind: "jenkins" }, "kind"],
    [{ kind: "json" }, "map"],
    [{ kind: "github", map: appriseMap }, "map"],
    [{ kind: "json", map: { ...appriseMap, type: "/a~2" } }, "map.type"],
    [{ kind: "json", map: { type: "x", data: {} } }, "map.data"],
    [{ kind: "gitlab", name: " " }, "name"],
  ])("is not made of %j", async (body, path) => {
    const response = await make(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ path }] });
  });

  it("publishes what it understands once, however often and at once it comes", async () => {
    const { id, secret } = await made({ kind: "alertmanager" });
    const before = (await published()).length;
    const all = await Promise.all(
      Array.from({ length: 5 }, async () =>
        received(await send(id, { token: secret, body: samples.alertmanagerSample })),
      ),
    );
    const later = await received(await send(id, { body: samples.alertmanagerSample }, `?token=${secret}`));
    expect(new Set([...all, later].map((each) => JSON.stringify(each))).size).toBe(1);
    const rows = (await published()).slice(before);
    expect(rows.map(({ id: one }) => one)).toEqual(later.ids);
    expect(rows.map(({ type, origin, category }) => [type, origin, category])).toEqual([
      ["alert", "core", "error"],
      ["alert", "core", "success"],
    ]);
    expect(await callsOf(id)).toMatchObject([{ fate: "published", ids: later.ids }]);
  });

  it.each([
    ["is published", (secret: string) => ({ token: secret, body: samples.alertmanagerSample })],
    ["is not understood", (secret: string) => ({ token: secret, body: "{}" })],
    ["comes without the secret", () => ({ body: "{}" })],
  ])("that is deleted while what it is sent %s is none", async (_, sent) => {
    const { id, secret } = await made({ kind: "alertmanager" });
    const before = (await published()).length;
    const { promise: deleted, resolve: commit } = Promise.withResolvers<undefined>();
    const deleting = database().sql.begin(async (tx) => {
      await tx`delete from inlet where id = ${id}`;
      await deleted;
    });
    const sending = send(id, sent(secret));
    await expect.poll(() => waitingForLocks(database())).toBe(1);
    commit(undefined);
    await deleting;
    expect((await sending).status).toBe(404);
    expect(await published()).toHaveLength(before);
  });

  it("believes GitHub's signature of the very bytes alone, and keeps the calls with their fate", async () => {
    const { id, secret } = await made({ kind: "github" });
    const deliver = (body: string, { event = "ping", key = secret, type = "application/json" } = {}) =>
      send(id, {
        body,
        headers: {
          "content-type": type,
          "x-github-event": event,
          "x-github-delivery": `${event} ${body.length}`,
          "x-hub-signature-256": `sha256=${createHmac("sha256", key).update(body).digest("hex")}`,
        },
      });
    expect((await received(await deliver('{"zen":"Keep it simple"}'))).ignored).toContain("ping");
    const form = `payload=${encodeURIComponent('{"zen":"Keep it logically awesome"}')}`;
    expect((await received(await deliver(form, { type: "application/x-www-form-urlencoded" }))).ignored).toContain(
      "ping",
    );
    const wrong = await deliver("{}", { key: "another" });
    expect([wrong.status, wrong.headers.has("www-authenticate")]).toEqual([401, true]);
    expect((await deliver("{}", { key: "" })).status).toBe(401);
    const torn = await deliver('{"action":', { event: "workflow_run" });
    expect(torn.status).toBe(400);
    const unread = await deliver('{"action":"completed"}', { event: "workflow_run" });
    expect([unread.status, ((await unread.json()) as { detail: string }).detail]).toEqual([
      400,
      expect.stringContaining("workflow_run"),
    ]);
    expect((await callsOf(id)).map(({ fate, event }) => `${fate} ${event ?? ""}`).toSorted()).toEqual([
      "ignored ping",
      "ignored ping",
      "refused ",
      "refused ",
      "refused workflow_run completed",
    ]);
  });

  it("reads GitLab's by its token, and any JSON by a map", async () => {
    const gitlab = await made({ kind: "gitlab" });
    const headers = { "x-gitlab-event": "Job Hook", "x-gitlab-event-uuid": "1", "x-gitlab-token": gitlab.secret };
    const { ids = [] } = await received(await send(gitlab.id, { body: samples.gitlabJobSample, headers }));
    expect((await published()).find(({ id }) => id === ids[0])).toMatchObject({
      type: "job-finished",
      category: "error",
    });
    const wrong = { ...headers, "x-gitlab-token": "x" };
    expect((await send(gitlab.id, { body: samples.gitlabJobSample, headers: wrong })).status).toBe(401);

    const apprise = await made({ kind: "json", map: appriseMap });
    const sent = await received(await send(apprise.id, { token: apprise.secret, body: samples.appriseSample }));
    expect((await published()).find(({ id }) => id === sent.ids?.[0])).toMatchObject({
      type: "apprise",
      category: "error",
    });
    for (const token of [undefined, "x", gitlab.secret])
      expect((await send(apprise.id, { ...(token && { token }), body: samples.appriseSample })).status).toBe(401);
  });

  it("refuses what may not be published, all or nothing, and never by 5xx", async () => {
    const { id, secret } = await made({ kind: "json", map: { type: "/type", data: { title: "/title" } } });
    const before = (await published()).length;
    for (const body of [
      { type: "broadcast", title: "x" },
      { type: "job-started", title: "x" },
      { type: "note", title: "x".repeat(17_000) },
      { type: "note", title: "\u0000" },
      '{"type":"note","title":12345678901234567890}',
      '{"__proto__":{}}',
      "null",
      "",
      "\ufffe",
      `${"[".repeat(5000)}${"]".repeat(5000)}`,
    ]) {
      const response = await send(id, { token: secret, body });
      expect(response.status, JSON.stringify(body)?.slice(0, 60)).toBe(400);
      expect(((await response.json()) as { detail: string }).detail).not.toBe("");
    }
    expect((await send(id, { token: secret, body: "x".repeat(300_000) })).status).toBe(413);
    expect((await published()).length).toBe(before);
    expect((await callsOf(id)).every(({ fate, reason }) => fate === "refused" && reason)).toBe(true);
  });

  it("has a limit of its own, and forgets calls of long ago but for the last", async () => {
    const { id, secret } = await made({ kind: "json", map: appriseMap });
    await database().sql`
      insert into inlet_call (inlet_id, key, fate, ids, at)
      select ${id}, 'old ' || n, 'ignored', '[]', now() - interval '2 days' from generate_series(1, 70) n`;
    await purgeCalls(systemCtx(instance()));
    expect(await callsOf(id)).toHaveLength(50);
    const [kept] = await database().sql<{ count: string }[]>`select count(*) from inlet_call where inlet_id = ${id}`;
    expect(Number(kept?.count)).toBe(50);
    await instance().permits.take({ key: `requests:inlet:${id}`, most: 1, windowS: 60 }, "calls");
    await database()
      .sql`update quota set count = array_fill(1200, array[cardinality(count)]) where key = ${`requests:inlet:${id}`}`;
    const response = await send(id, { token: secret, body: samples.appriseSample });
    expect([response.status, Number(response.headers.get("retry-after")) > 0]).toEqual([429, true]);
  });

  it("goes with its origin", async () => {
    const { id, secret } = await made({ kind: "json", map: appriseMap });
    await database().sql`update inlet set origin = 'other' where id = ${id}`;
    await call(origins, "DELETE", "/api/origins/other", { token: admin }, { origin: "other" });
    expect((await send(id, { token: secret, body: samples.appriseSample })).status).toBe(404);
  });
});
