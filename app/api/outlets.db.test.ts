import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Follower } from "#lib/bus/committed.ts";
import { call, documented } from "#lib/http/test/call.ts";
import { newBearer, scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { append } from "#lib/inbox/append.ts";
import { everyone, originAudience, userAudience } from "#lib/inbox/audience.ts";
import { join } from "#lib/origins/join.ts";
import { dueOutlets } from "#lib/outlets/due.ts";
import { post } from "#lib/outlets/post.ts";
import { sendNext, type SendCtx } from "#lib/outlets/send-next.ts";
import { startSending } from "#lib/outlets/start-sending.ts";
import { startReceiver, type Receiver } from "#lib/outlets/test/receiver.ts";
import * as outlet from "./outlets/[id]/route.ts";
import * as test from "./outlets/[id]/test/route.ts";
import * as outlets from "./outlets/route.ts";
import { sendCtx } from "./test/send-ctx.ts";

const database = scratchInstance();
let receiver: Receiver;
let made = 0;
let ann: { personId: number; token: string; username: string };

beforeAll(async () => {
  receiver = await startReceiver();
});
beforeEach(async () => {
  receiver.came.length = 0;
  receiver.answer = () => ({ status: 204 });
  await database().sql`delete from outlet`;
  const username = `ann-${++made}`;
  ann = { username, ...(await newBearer(database(), username, ["notifications"])) };
});
afterAll(async () => {
  await receiver.close();
});

const asked = (more: object = {}) =>
  call(outlets, "POST", "/api/outlets", {
    token: ann.token,
    body: { kind: "webhook", url: `${receiver.url}/in`, ...more },
  });
const make = async (more: object = {}) => documented<{ id: number; secret: string }>("makeOutlet", await asked(more));
const list = async () => {
  const answer = await call(outlets, "GET", "/api/outlets", { token: ann.token });
  return (await documented<{ outlets: Record<string, unknown>[] }>("listOutlets", answer)).outlets;
};
const about = (id: number, method: string, body?: unknown, token = ann.token) =>
  call(outlet, method, `/api/outlets/${id}`, { token, ...(body !== undefined && { body }) }, { id: String(id) });
const tell = (
  title: string,
  {
    audience = userAudience("local", ann.username),
    origin = "core",
    category = "info" as const,
    type = "note",
  }: { audience?: string; origin?: string; category?: "info" | "warning" | "error"; type?: string } = {},
) => append(database().db, [{ audience, origin, type, category, data: { title }, shownAt: new Date() }]);
const titles = () => receiver.came.map(({ body }) => (JSON.parse(body) as { data: { title: string } }).data.title);

describe("an outlet", () => {
  it("is made, changed, tested and deleted by its owner alone, and shows neither address nor secret again", async () => {
    const { id, secret } = await make({
      url: `${receiver.url}/a-secret-path`,
      name: " Slack #builds",
      least: "warning",
    });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const text = JSON.stringify(await list());
    expect(text).toContain('"host":"Slack #builds"');
    expect(text).not.toMatch(/whsec|a-secret-path/);
    expect(JSON.stringify(await database().sql`select * from outlet`)).not.toMatch(/whsec|a-secret-path/);
    const tested = await call(test, "POST", `/api/outlets/${id}/test`, { token: ann.token }, { id: String(id) });
    expect(await documented("testOutlet", tested)).toEqual({ ok: true, status: 204 });
    expect(receiver.came).toHaveLength(1);
    const bob = await newBearer(database(), `bob-${made}`, ["notifications"]);
    expect((await about(id, "PATCH", { least: null }, bob.token)).status).toBe(404);
    expect((await about(id, "DELETE", undefined, bob.token)).status).toBe(404);
    expect((await about(id, "PATCH", { least: null, origins: ["core"] })).status).toBe(204);
    expect(await list()).toMatchObject([{ least: null, origins: ["core"], restingSince: null }]);
    expect((await about(id, "PATCH", { name: " Slack #releases" })).status).toBe(204);
    expect(await list()).toMatchObject([{ host: "Slack #releases", origins: ["core"] }]);
    expect((await about(id, "PATCH", { name: " " })).status).toBe(400);
    expect((await about(id, "PATCH", {})).status).toBe(400);
    expect((await about(id, "DELETE")).status).toBe(204);
    expect((await about(id, "DELETE")).status).toBe(404);
  });

  it.each([
    [{ kind: "pigeon" }, "kind"],
    [{ url: "ftp://example.org/" }, "url"],
    [{ url: "https://user:word@example.org/" }, "url"],
    [{ url: "http://169.254.169.254/latest/meta-data/" }, "url"],
    [{ url: "http://[::ffff:10.0.0.1]/" }, "url"],
    [{ url: "http://127.1.2.3/" }, "url"],
    [{ shape: "irc" }, "shape"],
    [{ shape: "ntfy", url: "nonsense" }, "url"],
    [{ shape: "ntfy", url: "https://ntfy.example/" }, "url"],
    [{ least: "fatal" }, "least"],
    [{ name: " " }, "name"],
    [{ origins: [] }, "origins"],
    [{ byOrigin: { core: "fatal" } }, "byOrigin.core"],
    [{ byOrigin: { "No such": "info" } }, "byOrigin.No such"],
    [{ quiet: { from: "22:00", to: "7:00", zone: "UTC" } }, "quiet.to"],
    [{ quiet: { from: "22:00", to: "22:00", zone: "UTC" } }, "quiet.to"],
    [{ quiet: { from: "22:00", to: "07:00", zone: "Nowhere/At all" } }, "quiet.zone"],
  ])("is not made of %j", async (more, path) => {
    const answer = await asked(more);
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { errors: { path: string }[] }).errors.map((each) => each.path)).toContain(path);
  });
});

describe("what arrives", () => {
  it("is sent from where the outlet was made, in its order, once, as far as it is wanted", async () => {
    await tell("before");
    const { id } = await make({ least: "warning", types: ["note"] });
    await tell("first", { category: "error" });
    await tell("too little");
    await tell("of another type", { category: "error", type: "other" });
    await tell("another's", { audience: userAudience("local", "somebody"), category: "error" });
    await tell("to all", { audience: everyone, category: "warning" });
    // The origin's feed is new to her: she sees of it what came after she joined.
    await tell("before she joined", { audience: originAudience(`o-${made}`), origin: `o-${made}`, category: "error" });
    await join(database().db, { personId: ann.personId, origin: `o-${made}`, source: "admin" });
    await tell("to members", { audience: originAudience(`o-${made}`), origin: `o-${made}`, category: "error" });
    expect(await sendNext(sendCtx(), id)).toBe(3);
    expect(titles()).toEqual(["first", "to all", "to members"]);
    expect(await sendNext(sendCtx(), id)).toBe(0);
    expect(await list()).toMatchObject([{ sent: 3, failures: 0, reason: null, nextTryAt: null }]);
  });

  it("under a muted origin is sent where that is named alone", async () => {
    const [all, named] = [await make(), await make({ url: `${receiver.url}/named`, origins: ["noise"] })];
    await database().sql`insert into muted_origin (person_id, origin) values (${ann.personId}, 'noise')`;
    await tell("loud", { origin: "noise" });
    expect([await sendNext(sendCtx(), all.id), await sendNext(sendCtx(), named.id)]).toEqual([0, 1]);
  });

  it("is sent of single origins from a category of their own on, of muted and of unnamed ones too", async () => {
    const { id } = await make({ least: "error", byOrigin: { core: "info", noise: "warning", labs: "none" } });
    await database().sql`insert into muted_origin (person_id, origin) values (${ann.personId}, 'noise')`;
    const some = async (...ones: [origin: string, category: "info" | "warning" | "error"][]) => {
      for (const [origin, category] of ones) await tell(`${origin} ${category}`, { origin, category });
    };
    await some(["core", "info"], ["noise", "info"], ["noise", "error"], ["labs", "error"]);
    await some(["rest", "warning"], ["rest", "error"], ["constructor", "error"]);
    expect(await sendNext(sendCtx(), id)).toBe(4);
    expect(titles()).toEqual(["core info", "noise error", "rest error", "constructor error"]);
    // What is not named stays as it was.
    expect((await about(id, "PATCH", { byOrigin: { labs: "error", core: null }, origins: ["rest"] })).status).toBe(204);
    expect(await list()).toMatchObject([{ byOrigin: { noise: "warning", labs: "error" }, origins: ["rest"] }]);
    await some(["core", "error"], ["labs", "error"], ["rest", "error"]);
    await sendNext(sendCtx(), id);
    expect(titles().slice(4)).toEqual(["labs error", "rest error"]);
    expect((await about(id, "PATCH", { byOrigin: { noise: null, labs: null } })).status).toBe(204);
    expect(await list()).toMatchObject([{ byOrigin: null }]);
    const many = (from: number) => Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`o${from + n}`, "none"]));
    expect((await about(id, "PATCH", { byOrigin: many(0) })).status).toBe(204);
    expect((await about(id, "PATCH", { byOrigin: many(60) })).status).toBe(400);
    expect(Object.keys((await list())[0]?.["byOrigin"] as object)).toHaveLength(60);
  });

  it("leaves the last ten calls behind, the newest first", async () => {
    const { id } = await make();
    for (let n = 0; n < 11; n++) await tell(String(n));
    receiver.answer = () => ({ status: receiver.came.length < 11 ? 204 : 503 });
    await sendNext(sendCtx(), id);
    const calls = (await list())[0]?.["calls"] as object[];
    expect(calls).toHaveLength(10);
    expect(calls.slice(0, 2)).toMatchObject([
      { ok: false, told: 1, status: 503, reason: "HTTP 503" },
      { ok: true, told: 1, status: 204 },
    ]);
  });

  it("after its owner paused it waits, and is sent once when they end that", async () => {
    const { id } = await make();
    await tell("one");
    await tell("two");
    const pausing: SendCtx["post"] = async (...to) => {
      await about(id, "PATCH", { resting: true });
      return post(...to);
    };
    expect(await sendNext(sendCtx({ post: pausing }), id)).toBe(1);
    expect(await sendNext(sendCtx(), id)).toBe(0);
    await about(id, "PATCH", { resting: false });
    expect(await sendNext(sendCtx(), id)).toBe(1);
    expect(titles()).toEqual(["one", "two"]);
  });

  it("in quiet hours waits for their end", async () => {
    const { id } = await make({ quiet: { from: "22:00", to: "07:00", zone: "UTC" } });
    await tell("at night");
    expect(await sendNext(sendCtx({ now: () => new Date("2026-11-28T23:00:00Z") }), id)).toBe(0);
    const [row] = await database().sql<
      { hours: number }[]
    >`select round(extract(epoch from next_try_at - now()) / 3600)::int as hours from outlet where id = ${id}`;
    expect(row?.hours).toBe(8);
    await database().sql`update outlet set next_try_at = now() - interval '1 second'`;
    expect(await sendNext(sendCtx({ now: () => new Date("2026-11-29T07:00:00Z") }), id)).toBe(1);
  });

  it("while all of them are muted waits, and is sent when that ends", async () => {
    const { id } = await make();
    const mute = (mutedUntil: unknown) =>
      call(outlets, "PATCH", "/api/outlets", { token: ann.token, body: { mutedUntil } });
    expect((await mute("Monday")).status).toBe(400);
    expect((await mute(new Date(Date.now() + 3_600_000).toISOString())).status).toBe(204);
    await tell("on Sunday");
    expect(await sendNext(sendCtx(), id)).toBe(0);
    expect(await dueOutlets(sendCtx(), "all")).not.toContain(id);
    expect((await mute(null)).status).toBe(204);
    expect(await dueOutlets(sendCtx(), "all")).toContain(id);
    expect(await sendNext(sendCtx(), id)).toBe(1);
    await mute(new Date(Date.now() - 1000).toISOString());
    await tell("on Monday");
    expect(await sendNext(sendCtx(), id)).toBe(1);
  });

  it("is taken once, however many instances look at once", async () => {
    const { id } = await make();
    for (let n = 0; n < 60; n++) await tell(String(n));
    const taken = await Promise.all(Array.from({ length: 8 }, () => sendNext(sendCtx(), id)));
    expect(taken.reduce((sum, each) => sum + each)).toBe(60);
    expect(titles()).toEqual(Array.from({ length: 60 }, (_, n) => String(n)));
  });

  it("is missed by nobody whose sender dies between the request and the cursor: it comes again, with one id", async () => {
    const { id } = await make();
    const all = Array.from({ length: 12 }, (_, n) => String(n));
    for (const title of all) await tell(title);
    let deaths = 0;
    const dying: SendCtx["post"] = async (...to) => {
      const posted = await post(...to);
      if (receiver.came.length % 5 === 0) throw new Error(`killed ${++deaths}`);
      return posted;
    };
    for (let n = 0; n < 10; n++) {
      await sendNext(sendCtx({ post: dying }), id).catch(() => undefined);
      // What a dead instance held is anybody's once its lease has passed.
      await database().sql`update outlet set lease_until = now() - interval '1 second' where lease_until is not null`;
    }
    expect(deaths).toBeGreaterThan(1);
    expect([...new Set(titles())]).toEqual(all);
    expect(titles()).toHaveLength(all.length + deaths);
    const idOf = Map.groupBy(receiver.came, ({ body }) => (JSON.parse(body) as { id: number }).id);
    for (const came of idOf.values()) expect(new Set(came.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });
});

describe("a receiver that fails", () => {
  const due = () =>
    database().sql`update outlet set next_try_at = now() - interval '1 second' where next_try_at is not null`;

  it("is tried again after growing pauses for a day, then rests, and its owner's inbox says so; afterwards nothing is missing", async () => {
    const { id } = await make();
    receiver.answer = () => ({ status: 410 });
    await tell("one");
    await tell("two");
    const pauses: number[] = [];
    for (let n = 0; n < 4; n++) {
      await sendNext(sendCtx(), id);
      expect(await sendNext(sendCtx(), id)).toBe(0);
      const [row] = await database().sql<
        { pause: number }[]
      >`select extract(epoch from next_try_at - now())::float8 as pause from outlet where id = ${id}`;
      pauses.push(row?.pause ?? 0);
      await due();
    }
    expect(receiver.came).toHaveLength(4);
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(await list()).toMatchObject([{ failures: 4, reason: "HTTP 410", restingSince: null }]);
    await database().sql`update outlet set failing_since = now() - interval '25 hours'`;
    await sendNext(sendCtx(), id);
    await due();
    await sendNext(sendCtx(), id);
    expect(receiver.came).toHaveLength(5);
    expect((await list())[0]?.["restingSince"]).not.toBeNull();
    const said = await database().sql<
      { data: { title: string } }[]
    >`select n.data from notification n join feed f on f.id = n.feed_id where n.type = 'outlet-resting' and f.audience = ${userAudience("local", ann.username)}`;
    expect(said.map(({ data }) => data.title)).toEqual([`The outlet to 127.0.0.1:${receiver.port} rests`]);

    receiver.answer = () => ({ status: 200 });
    receiver.came.length = 0;
    expect((await about(id, "PATCH", { resting: false })).status).toBe(204);
    await sendNext(sendCtx(), id);
    expect(titles()).toEqual(["one", "two", `The outlet to 127.0.0.1:${receiver.port} rests`]);
  });

  it("and one that hangs delay no other; what arrives is heard of", async () => {
    const hanging = await make({ url: `${receiver.url}/hangs` });
    const { id } = await make();
    receiver.answer = ({ path }) => ({ status: path === "/hangs" ? 0 : 204 });
    const followers = new Set<Follower>();
    const bus = { follow: (one: Follower) => (followers.add(one), () => followers.delete(one)) };
    const stopping = new AbortController();
    const stop = startSending(
      sendCtx({
        stopping: stopping.signal,
        post: (reach, to) => Promise.race([post(reach, to), sleep(3000, { ok: false, reason: "timeout" })]),
      }),
      bus,
    );
    await tell("heard");
    const [row] = await database().sql<{ topic: string }[]>`
      select format('feed %s %s %s %s', id, head, origin, audience) as topic from feed where audience = ${userAudience("local", ann.username)}`;
    for (const follower of followers) follower.hear(row?.topic ?? "");
    await vi.waitFor(async () => expect((await list()).find((each) => each["id"] === id)).toMatchObject({ sent: 1 }), {
      timeout: 20_000,
    });
    await tell("heard later");
    for (const follower of followers) follower.hear(row?.topic ?? "");
    await vi.waitFor(async () => expect((await list()).find((each) => each["id"] === id)).toMatchObject({ sent: 2 }), {
      timeout: 20_000,
    });
    expect((await list()).find((each) => each["id"] === hanging.id)).toMatchObject({ sent: 0 });
    stopping.abort();
    await stop();
    expect(followers.size).toBe(0);
  });
});
