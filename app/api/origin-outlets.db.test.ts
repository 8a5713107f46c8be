import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { origin as originTable } from "#db/schema/index.ts";
import { call, documented } from "#lib/http/test/call.ts";
import { newBearer, scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { append } from "#lib/inbox/append.ts";
import { everyone, originAudience, userAudience } from "#lib/inbox/audience.ts";
import { dueOutlets } from "#lib/outlets/due.ts";
import { originsGivenUp } from "#lib/outlets/given-up.ts";
import { sendNext } from "#lib/outlets/send-next.ts";
import { startReceiver, type Receiver } from "#lib/outlets/test/receiver.ts";
import * as ofOrigin from "./origins/[origin]/outlets/route.ts";
import * as oneOfOrigin from "./origins/[origin]/outlets/[id]/route.ts";
import * as test from "./origins/[origin]/outlets/[id]/test/route.ts";
import * as own from "./outlets/[id]/route.ts";
import * as owns from "./outlets/route.ts";
import { sendCtx } from "./test/send-ctx.ts";

const database = scratchInstance();
let receiver: Receiver;
let root: { personId: number; token: string };
let made = 0;
let core = "";

beforeAll(async () => {
  receiver = await startReceiver();
});
beforeEach(async () => {
  receiver.came.length = 0;
  receiver.answer = () => ({ status: 204 });
  core = `core-${++made}`;
  await database()
    .db.insert(originTable)
    .values([{ name: core }, { name: `other-${made}` }]);
  root = await newBearer(database(), `root-${made}`, ["admin", "notifications"], "admin");
});
afterAll(() => receiver.close());

const asked = (more: object = {}, { token = root.token, origin = core } = {}) =>
  call(
    ofOrigin,
    "POST",
    `/api/origins/${origin}/outlets`,
    { token, body: { kind: "webhook", url: `${receiver.url}/in`, ...more } },
    { origin },
  );
const make = async (more: object = {}) => documented<{ id: number }>("makeOriginOutlet", await asked(more));
const list = async () => {
  const answer = await call(ofOrigin, "GET", `/api/origins/${core}/outlets`, { token: root.token }, { origin: core });
  return (await documented<{ outlets: Record<string, unknown>[] }>("listOriginOutlets", answer)).outlets;
};
const about = (id: number, method: string, body?: unknown, origin = core) =>
  call(
    oneOfOrigin,
    method,
    `/api/origins/${origin}/outlets/${id}`,
    { token: root.token, ...(body !== undefined && { body }) },
    { origin, id: String(id) },
  );
const tell = (title: string, audience = originAudience(core), origin = core) =>
  append(database().db, [{ audience, origin, type: "note", category: "info", data: { title }, shownAt: new Date() }]);
const titles = () => receiver.came.map(({ body }) => (JSON.parse(body) as { data: { title: string } }).data.title);

it("an origin's outlet is an admin's to make, change, test and delete, and stands among nobody's own", async () => {
  const { id } = await make({ least: "error" });
  const params = { origin: core, id: String(id) };
  const tested = await call(test, "POST", `/api/origins/${core}/outlets/${id}/test`, { token: root.token }, params);
  expect(await documented("testOriginOutlet", tested)).toEqual({ ok: true, status: 204 });
  expect(await list()).toMatchObject([{ id, least: "error", calls: [{ ok: true, told: 0, status: 204 }] }]);
  const mine = await call(owns, "GET", "/api/outlets", { token: root.token });
  expect((await documented<{ outlets: unknown[] }>("listOutlets", mine)).outlets).toEqual([]);
  const asOwn = call(own, "DELETE", `/api/outlets/${id}`, { token: root.token }, { id: String(id) });
  expect((await asOwn).status).toBe(404);
  expect((await about(id, "PATCH", { least: null }, `other-${made}`)).status).toBe(404);
  expect((await about(id, "PATCH", { least: null })).status).toBe(204);
  expect((await about(id, "DELETE")).status).toBe(204);
  expect((await about(id, "DELETE")).status).toBe(404);
  const { token } = await newBearer(database(), `member-${made}`, ["notifications", "publish"]);
  expect((await asked({}, { token })).status).toBe(403);
  expect((await asked({}, { origin: "nowhere" })).status).toBe(404);
  expect((await asked({ kind: "lab", url: undefined })).status).toBe(400);
  const acts = await database().sql<{ act: string; detail: object }[]>`
    select act, detail from audit where act like 'outlet.%' and detail->>'origin' = ${core} order by id`;
  expect(acts.map(({ act }) => act)).toEqual(["outlet.make", "outlet.remove"]);
});

it("it follows what the origin's members are told, whatever becomes of who made it", async () => {
  await tell("before");
  const { id } = await make();
  await database()
    .sql`update person set disabled_at = now(), outlets_muted_until = now() + interval '1 day' where id = ${root.personId}`;
  await database().sql`insert into muted_origin (person_id, origin) values (${root.personId}, ${core})`;
  await tell("to members");
  await tell("of another origin, to these members", originAudience(core), "upstream");
  await tell("to others", originAudience(`other-${made}`), `other-${made}`);
  await tell("to everybody", everyone, "hub");
  await tell("to who made it", userAudience("local", `root-${made}`));
  expect(await dueOutlets(sendCtx(), { audiences: [originAudience(core)] })).toEqual([id]);
  expect(await dueOutlets(sendCtx(), { audiences: [originAudience(`other-${made}`)] })).toEqual([]);
  expect(await sendNext(sendCtx(), id)).toBe(2);
  expect(titles()).toEqual(["to members", "of another origin, to these members"]);
});

it("when it rests, who made it is told, with the way to its page; it goes with its origin", async () => {
  const { id } = await make();
  receiver.answer = () => ({ status: 500 });
  await tell("one");
  await sendNext(sendCtx(), id);
  await database().sql`update outlet set failing_since = now() - interval '25 hours', next_try_at = null`;
  await sendNext(sendCtx(), id);
  expect(await list()).toMatchObject([
    {
      failures: 2,
      reason: "HTTP 500",
      calls: [{ ok: false, told: 1, status: 500, reason: "HTTP 500" }, { ok: false }],
    },
  ]);
  const others = [core, `other-${made}`];
  expect(await originsGivenUp(database(), others)).toEqual(new Set([core]));
  const [said] = await database().sql<{ message: string }[]>`
    select n.data->>'message' as message from notification n join feed f on f.id = n.feed_id
    where n.type = 'outlet-resting' and f.audience = ${userAudience("local", `root-${made}`)}`;
  expect(said?.message).toContain(`On the page of ${core} it can be tried again`);
  expect((await about(id, "PATCH", { resting: true })).status).toBe(204);
  expect(await originsGivenUp(database(), others), "one that is paused has not failed").toEqual(new Set());
  await database().sql`delete from origin where name = ${core}`;
  expect(await database().sql`select from outlet where id = ${id}`).toHaveLength(0);
});
