import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { audit } from "#db/schema/index.ts";
import { call, documented, type Sent } from "#lib/http/test/call.ts";
import { newBearer, newCookie, scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { systemCtx, instance } from "#lib/instance.ts";
import { join } from "#lib/origins/join.ts";
import { provisionAccount } from "#lib/people/provision-account.ts";
import { authenticate } from "#lib/people/authenticate.ts";
import * as me from "./me/route.ts";
import * as people from "./people/route.ts";
import * as person from "./people/[username]/route.ts";
import * as password from "./people/[username]/password/route.ts";

const database = scratchInstance();
let token: string;

beforeAll(async () => {
  ({ token } = await newBearer(database(), "root", ["admin"], "admin"));
});

const signsIn = async (username: string, word: string) =>
  (await authenticate(systemCtx(instance()), { username, password: word, address: "" })) !== undefined;
const make = (body: unknown) => call(people, "POST", "/api/people", { token, body });
const about = (username: string, method: string, body?: unknown) =>
  call(person, method, `/api/people/${username}`, { token, ...(body !== undefined && { body }) }, { username });
const list = async (query = "") => {
  const response = await call(people, "GET", `/api/people${query}`, { token });
  const { people: listed } = await documented<{ people: { username: string }[] }>("listPeople", response);
  return { names: listed.map(({ username }) => username), link: response.headers.get("link") };
};

describe("people by API", () => {
  it("are made with a password of their own or one that is told once", async () => {
    const made = await make({ username: "ann" });
    expect([made.status, made.headers.get("cache-control")]).toEqual([201, "no-store"]);
    const { password: told = "" } = await documented<{ password?: string }>("createPerson", made);
    expect(await signsIn("ann", told)).toBe(true);
    const own = await make({ username: "bob", role: "admin", password: "bob's own word" });
    expect(await documented("createPerson", own)).toEqual({ username: "bob" });
    expect(await documented("getPerson", await about("bob", "GET"))).toMatchObject({
      username: "bob",
      provider: "local",
      role: "admin",
      disabled: false,
    });
    const noted = await database().db.select().from(audit).where(eq(audit.act, "account.create"));
    expect(noted.map(({ actor, via, subject }) => [actor, via, subject])).toEqual([
      ["root", "token", "ann"],
      ["root", "token", "bob"],
    ]);
  });

  it.each([
    [{ username: "ann" }, 409, "username"],
    [{ username: "ａnn" }, 409, "username"],
    [{ username: "a b" }, 400, "username"],
    [{ username: "cleo", password: "short" }, 400, "password"],
    [{ username: "cleo", role: "owner" }, 400, "role"],
  ])("are not made of %j: %i", async (body, status, path) => {
    const response = await make(body);
    expect(response.status).toBe(status);
    if (status === 400) expect(await response.json()).toMatchObject({ errors: [{ path }] });
  });

  it("are listed by name in pages, and found by a part of it", async () => {
    expect((await list()).names).toEqual(["ann", "bob", "root"]);
    const first = await list("?limit=2");
    expect(first).toEqual({ names: ["ann", "bob"], link: '<?limit=2&after=bob>; rel="next"' });
    expect((await list("?limit=2&after=bob")).names).toEqual(["root"]);
    expect(await list("?find=O&limit=1")).toEqual({ names: ["bob"], link: '<?find=O&limit=1&after=bob>; rel="next"' });
  });

  it("get another role, and are kept out and let in again, one at a time", async () => {
    expect((await about("ann", "PATCH", { role: "admin" })).status).toBe(204);
    expect((await about("ann", "PATCH", { disabled: true })).status).toBe(204);
    expect(await (await about("ann", "GET")).json()).toMatchObject({ role: "admin", disabled: true });
    expect((await about("ann", "PATCH", { disabled: false })).status).toBe(204);
    expect(await (await about("ann", "GET")).json()).toMatchObject({ disabled: false });
    for (const body of [{}, { role: "owner" }, { disabled: "yes" }, { role: "member", disabled: true }])
      expect((await about("ann", "PATCH", body)).status, JSON.stringify(body)).toBe(400);
    expect((await about("root", "PATCH", { disabled: true })).status).toBe(409);
    expect((await about("nobody", "PATCH", { disabled: true })).status).toBe(404);
    expect((await about("nobody", "GET")).status).toBe(404);
  });

  it("get another password, unless they sign in elsewhere", async () => {
    const reset = (username: string, body: unknown) =>
      call(password, "POST", `/api/people/${username}/password`, { token, body }, { username });
    const { password: told = "" } = await documented<{ password?: string }>("setPassword", await reset("bob", {}));
    expect([await signsIn("bob", "bob's own word"), await signsIn("bob", told)]).toEqual([false, true]);
    expect(await documented("setPassword", await reset("bob", { password: "another word" }))).toEqual({});
    expect(await signsIn("bob", "another word")).toBe(true);
    await provisionAccount(database(), { provider: "github", subject: "1", username: "octocat" });
    expect((await reset("octocat", {})).status).toBe(409);
    expect((await reset("nobody", {})).status).toBe(404);
    expect((await reset("bob", { password: "short" })).status).toBe(400);
  });
});

describe("who is asking", () => {
  const ask = async (sent: Sent) => documented("getMe", await call(me, "GET", "/api/me", sent));
  const requests = { most: 1200, windowS: 60 };

  it("is told to a token that may hardly do anything", async () => {
    const { personId, token: narrow } = await newBearer(database(), "dora", ["publish:core"], "member");
    for (const origin of ["core", "chess"]) await join(database().db, { personId, origin, source: "admin" });
    expect(await ask({ token: narrow })).toEqual({
      username: "dora",
      role: "member",
      via: "token",
      scopes: ["publish:core"],
      origins: ["chess", "core"],
      publish: ["core"],
      limits: { requests },
    });
  });

  it("is told to an admin, by a token and in a browser", async () => {
    const { personId, token: whole } = await newBearer(
      database(),
      "erin",
      ["notifications", "publish", "broadcast"],
      "admin",
    );
    const broadcasts = { most: 30, windowS: 60 };
    expect(await ask({ token: whole })).toMatchObject({
      via: "token",
      scopes: ["notifications", "publish", "broadcast"],
      origins: [],
      publish: "all",
      limits: { requests, broadcasts },
    });
    expect(await ask({ headers: { cookie: await newCookie(personId) } })).toMatchObject({
      role: "admin",
      via: "session",
      scopes: ["notifications", "publish", "broadcast", "admin"],
      limits: { requests: { most: 20_000, windowS: 60 }, broadcasts },
    });
  });

  it("is asked of nobody", async () => {
    expect((await call(me, "GET", "/api/me")).status).toBe(401);
  });
});
