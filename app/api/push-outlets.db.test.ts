import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, documented } from "#lib/http/test/call.ts";
import { newBearer, scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { append } from "#lib/inbox/append.ts";
import { userAudience } from "#lib/inbox/audience.ts";
import { vapidKeys } from "#lib/outlets/push/vapid-keys.ts";
import { sendNext } from "#lib/outlets/send-next.ts";
import { startPushService, type PushService } from "#lib/outlets/test/push-service.ts";
import * as outlets from "./outlets/route.ts";
import { sendCtx } from "./test/send-ctx.ts";

const database = scratchInstance();
let service: PushService;
let ann: { personId: number; token: string; username: string };
let made = 0;

beforeEach(async () => {
  service = await startPushService();
  const username = `ann-${++made}`;
  ann = { username, ...(await newBearer(database(), username, ["notifications"])) };
});
afterEach(() => service.close());

const asked = (more: object = {}) =>
  call(outlets, "POST", "/api/outlets", {
    token: ann.token,
    body: { kind: "push", subscription: service.subscription, name: "Firefox", ...more },
  });
const make = async (more: object = {}) => documented<{ id: number }>("makeOutlet", await asked(more));
const list = async () => {
  const answer = await call(outlets, "GET", "/api/outlets", { token: ann.token });
  return documented<{ outlets: Record<string, unknown>[]; pushKey: string }>("listOutlets", answer);
};
const tell = (
  title: string,
  { category = "info", origin = "core" }: { category?: "info" | "error"; origin?: string } = {},
) =>
  append(database().db, [
    {
      audience: userAudience("local", ann.username),
      origin,
      type: "note",
      category,
      data: { title },
      shownAt: new Date(),
    },
  ]);

describe("an outlet to a browser", () => {
  it("says what arrived to that browser alone, signed with the key that it knows", async () => {
    const { id } = await make();
    await tell("zlib failed", { category: "error" });
    expect(await sendNext(sendCtx(), id)).toBe(1);
    const [pushed] = service.pushed();
    expect(pushed?.message).toMatchObject({ title: "zlib failed", body: "core" });
    expect(pushed?.message.path).toMatch(/^\/\?item=\d+$/);
    expect(pushed?.headers).toMatchObject({ "content-encoding": "aes128gcm", ttl: "86400", urgency: "high" });
    expect(pushed?.claims).toMatchObject({ aud: service.receiver.url, sub: "mailto:admin@example.org" });
    expect(pushed?.headers["authorization"]).toContain(`k=${(await list()).pushKey}`);
    expect(service.receiver.came[0]?.bytes.includes("zlib")).toBe(false);
    const text = JSON.stringify(await database().sql`select * from outlet`);
    expect(text).not.toContain(service.subscription.keys.auth);
  });

  it("tells a burst once", async () => {
    const { id } = await make({ least: "info" });
    for (let n = 0; n < 23; n++) await tell(`Number ${n}`, { origin: n < 20 ? "core" : "physics" });
    expect(await sendNext(sendCtx(), id)).toBe(23);
    expect(service.pushed().map(({ message: { title, body } }) => ({ title, body }))).toEqual([
      { title: "23 new notifications", body: "core 20 · physics 3" },
    ]);
  });

  it("waits while it is to be quiet", async () => {
    const { id } = await make({ quiet: { from: "22:00", to: "07:00", zone: "UTC" } });
    await tell("at night");
    expect(await sendNext(sendCtx({ now: () => new Date("2026-11-28T23:00:00Z") }), id)).toBe(0);
    await database().sql`update outlet set next_try_at = null`;
    expect(await sendNext(sendCtx({ now: () => new Date("2026-11-29T07:00:00Z") }), id)).toBe(1);
  });

  it.each([404, 410])("ends itself when the subscription has (%i)", async (status) => {
    const { id } = await make();
    service.receiver.answer = () => ({ status });
    await tell("too late");
    expect(await sendNext(sendCtx(), id)).toBe(0);
    expect((await list()).outlets).toEqual([]);
  });

  it("is tried again where the service has no time, in the place of the first, should that still wait", async () => {
    const { id } = await make();
    service.receiver.answer = () => ({ status: 503 });
    await tell("one");
    expect(await sendNext(sendCtx(), id)).toBe(0);
    expect((await list()).outlets).toMatchObject([{ host: "Firefox", failures: 1, reason: "HTTP 503" }]);
    service.receiver.answer = () => ({ status: 201 });
    await database().sql`update outlet set next_try_at = null`;
    expect(await sendNext(sendCtx(), id)).toBe(1);
    expect(new Set(service.pushed().map(({ headers }) => headers["topic"])).size).toBe(1);
  });

  it("holds the longest words that there are", async () => {
    const { id } = await make();
    await tell("🔔".repeat(4000));
    expect(await sendNext(sendCtx(), id)).toBe(1);
    expect(service.pushed()[0]?.message.title).toMatch(/^🔔{199}…$/u);
    expect(service.receiver.came[0]?.bytes.length).toBeLessThan(4096);
  });

  it("there is one of for each browser", async () => {
    await make();
    expect((await asked()).status).toBe(409);
  });

  it.each([
    [
      { subscription: { endpoint: "https://push.example.org/x", keys: { p256dh: "AA", auth: "AA" } } },
      "subscription.keys.p256dh",
    ],
    [{ subscription: { endpoint: "http://169.254.169.254/x" } }, "subscription.keys"],
    [{ name: "" }, "name"],
  ])("is not made of %j", async (more, path) => {
    const answer = await asked(more);
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { errors: { path: string }[] }).errors.map((each) => each.path)).toContain(path);
  });

  it("is not made of a service in our own network", async () => {
    const { subscription } = service;
    const answer = await asked({ subscription: { ...subscription, endpoint: "http://169.254.169.254/latest" } });
    expect(((await answer.json()) as { errors: object[] }).errors).toMatchObject([{ path: "subscription.endpoint" }]);
  });
});

describe("the keys that browsers know", () => {
  it("follow from AUTH_SECRET", () => {
    const { publicKey, privateKey } = vapidKeys("a secret of ours");
    expect([publicKey, privateKey].map((key) => Buffer.from(key, "base64url").length)).toEqual([65, 32]);
    expect(vapidKeys("a secret of ours")).toEqual({ publicKey, privateKey });
    expect(vapidKeys("another secret").publicKey).not.toBe(publicKey);
  });
});
