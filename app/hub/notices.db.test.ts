import { Script } from "node:vm";
import { beforeEach, describe, expect, it } from "vitest";
import { call, documented } from "#lib/http/test/call.ts";
import { scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { append } from "#lib/inbox/append.ts";
import { everyone, userAudience } from "#lib/inbox/audience.ts";
import { mute } from "#lib/inbox/mute.ts";
import { newPerson } from "#lib/inbox/test/person.ts";
import { instance } from "#lib/instance.ts";
import { listFeeds } from "#lib/notices/feeds/list.ts";
import { makeFeed } from "#lib/notices/feeds/make.ts";
import { revokeFeed } from "#lib/notices/feeds/revoke.ts";
import { disable } from "#lib/people/disable.ts";
import * as feeds from "../feeds/[feed]/route.ts";
import * as atom from "./notices.atom/route.ts";
import * as script from "./notices.js/route.ts";
import * as json from "./notices.json/route.ts";

const database = scratchInstance();
const turn = (on: boolean) => void Object.assign(instance().env, { PUBLIC_NOTICES: on });

describe("notices", () => {
  const get = (headers: Record<string, string> = {}) => call(json, "GET", "/hub/notices.json", { headers });
  const messages = async () => {
    const { notices } = await documented<{ notices: { message: string }[] }>("getNotices", await get());
    return notices.map(({ message }) => message);
  };
  /** A broadcast as the ring leaves it. @param columns of the table, each as SQL */
  const sent = (message: string, columns: Record<string, string> = {}) => {
    const all = {
      variant: "'warning'",
      immediate: "true",
      state: "'finished'",
      sender: "'ada'",
      started_at: "now() - interval '1 hour'",
      planned_at: "now()",
      ...columns,
    };
    return database().sql.unsafe(
      `insert into broadcast (message, ${Object.keys(all).join()}) values ($1, ${Object.values(all).join()})`,
      [message],
    );
  };
  const validFor = (until: string) => ({ valid_for_s: "7200", valid_until: until });

  beforeEach(async () => {
    turn(true);
    await database().sql`delete from broadcast`;
  });

  it("are what went to everybody and is still valid, newest first, and nothing else", async () => {
    await sent("for a day");
    await sent("for two hours", validFor("now() + interval '1 hour'"));
    await sent("waits for late starters", { ...validFor("now() + interval '1 hour'"), state: "'waiting'" });
    await sent("over", validFor("now() - interval '1 second'"));
    await sent("of yesterday", { started_at: "now() - interval '25 hours'" });
    await sent("for some", { recipients: "'{ann}'" });
    await sent("taken back", { ...validFor("now() + interval '1 hour'"), state: "'cancelled'" });
    await sent("failed", { state: "'failed'" });
    await sent("later", { state: "'scheduled'", started_at: "null", planned_at: "null" });
    await sent("not planned yet", { state: "'running'", planned_at: "null" });
    await sent("cleared", { hidden_at: "now()" });
    expect(await messages()).toEqual(["waits for late starters", "for two hours", "for a day"]);
    expect(JSON.stringify(await (await get()).json())).not.toContain("ada");
  });

  it("can be read by a page of any origin, and change their tag when they do", async () => {
    const first = await get();
    expect(Object.fromEntries(first.headers)).toMatchObject({
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
      "cache-control": "public, max-age=15",
    });
    const etag = first.headers.get("etag") ?? "";
    expect((await get({ "if-none-match": etag })).status).toBe(304);
    await sent("new");
    expect((await get({ "if-none-match": etag })).status).toBe(200);
  });

  it("are told as Atom, and by a script that is one", async () => {
    await sent("<b>Tonight & tomorrow</b>");
    const feed = await (await call(atom, "GET", "/hub/notices.atom")).text();
    expect(feed).toContain("<title>&lt;b&gt;Tonight &amp; tomorrow&lt;/b&gt;</title>");
    const loaded = await call(script, "GET", "/hub/notices.js");
    expect(loaded.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    const text = await loaded.text();
    expect(() => new Script(text)).not.toThrow();
  });

  it("are at no address while they are off", async () => {
    turn(false);
    for (const [handlers, name] of [
      [json, "json"],
      [atom, "atom"],
      [script, "js"],
    ] as const)
      expect((await call(handlers, "GET", `/hub/notices.${name}`)).status, name).toBe(404);
  });
});

describe("a person's feed", () => {
  const read = (secret: string, headers: Record<string, string> = {}) =>
    call(feeds, "GET", `/feeds/${secret}.atom`, { headers }, { feed: `${secret}.atom` });
  const entry = (title: string, audience: string, origin = "core") => ({
    audience,
    origin,
    type: "note",
    category: "info" as const,
    data: { title, url: "https://example.org/1" },
    shownAt: new Date("2026-11-28T12:00:00Z"),
  });

  it("shows what they see and did not mute, until it is revoked", async () => {
    const ann = await newPerson(database());
    const mine = userAudience("local", ann.actor.username);
    await append(database().db, [
      entry("first", everyone),
      entry("hers", mine),
      entry("loud", mine, "noise"),
      entry("another's", userAudience("local", "bob")),
    ]);
    await mute(ann, { origin: "noise", muted: true });
    const { secret } = await makeFeed(ann, { name: "reader" });
    const first = await read(secret);
    const text = await first.text();
    expect([...text.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title]) => title)).toEqual([
      `Notifications for ${ann.actor.username}`,
      "hers",
      "first",
    ]);
    expect(text).toContain('href="https://example.org/1"');
    expect(text).not.toContain(secret);
    expect(first.headers.get("cache-control")).toBe("private, no-cache");
    expect(first.headers.has("access-control-allow-origin")).toBe(false);
    expect((await read(secret, { "if-none-match": first.headers.get("etag") ?? "" })).status).toBe(304);

    const [listed] = await listFeeds(ann);
    expect(listed?.lastReadAt).not.toBeNull();
    const [kept] = await database().sql<{ hash: string }[]>`select hash from atom_feed where id = ${listed?.id ?? 0}`;
    expect(kept?.hash).not.toContain(secret);

    const bob = await newPerson(database());
    await expect(revokeFeed(bob, { id: listed?.id ?? 0 })).rejects.toMatchObject({ code: "not-found" });
    await revokeFeed(ann, { id: listed?.id ?? 0 });
    expect((await read(secret)).status).toBe(404);
  });

  it("ends with the account, and is nothing that can be guessed or asked for in another way", async () => {
    const [ann, admin] = [await newPerson(database()), await newPerson(database(), { role: "admin" })];
    const { secret } = await makeFeed(ann, { name: "reader" });
    for (const feed of ["", ".atom", secret, `${secret}.xml`, `${secret.slice(1)}.atom`])
      expect((await call(feeds, "GET", `/feeds/x`, {}, { feed })).status, feed).toBe(404);
    await disable(admin, { personId: ann.actor.personId });
    expect((await read(secret)).status).toBe(404);
  });

  it("is not one of more than a person may have", async () => {
    const ann = await newPerson(database());
    const made = await Promise.allSettled(Array.from({ length: 22 }, () => makeFeed(ann, { name: "reader" })));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
  });
});
