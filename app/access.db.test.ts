import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor, Scope } from "#lib/ctx.ts";
import { catalogue } from "#lib/http/openapi/catalogue.ts";
import { call, type Handler } from "#lib/http/test/call.ts";
import { addPerson } from "#db/test/scratch.ts";
import { instance, systemCtx } from "#lib/instance.ts";
import { actorOf } from "#lib/people/person.ts";
import { setRole } from "#lib/people/set-role.ts";
import type { HubClient } from "#lib/jupyterhub/client.ts";
import type { TokenOwner } from "#lib/jupyterhub/owner-of-token.ts";
import { newBearer, newCookie, scratchInstance } from "#lib/http/test/scratch-instance.ts";

const database = scratchInstance();

/** Who asks: every scope by a token of its own, for both roles, and both roles by a browser's session. */
const callers: { who: string; role: Actor["role"] | "demoted"; scopes: Scope[] | "session" }[] = [
  ...(["notifications", "publish", "publish:core", "broadcast", "admin"] as const).flatMap((scope) =>
    (["member", "admin"] as const).map((role) => ({ who: `${role} with ${scope}`, role, scopes: [scope] as Scope[] })),
  ),
  { who: "member in a browser", role: "member", scopes: "session" },
  { who: "admin in a browser", role: "admin", scopes: "session" },
  ...(["publish", "broadcast", "admin"] as const).map((scope) => ({
    who: `admin with ${scope} who was made a member since`,
    role: "demoted" as const,
    scopes: ["notifications", scope] as Scope[],
  })),
];

const here = "access:services!service=belfry";
/** Who comes with a token of the hub's, what it holds there, and what that is worth here; nothing: it is nobody's. */
const hubCallers: { who: string; told: Pick<TokenOwner, "admin" | "kind" | "scopes">; worth?: Scope[] }[] = [
  { who: "a member", told: { kind: "user", admin: false, scopes: [here] }, worth: ["notifications"] },
  {
    who: "an admin",
    told: { kind: "user", admin: true, scopes: ["access:services", "admin:users"] },
    worth: ["notifications", "broadcast"],
  },
  {
    who: "an admin who narrowed it to reading",
    told: { kind: "user", admin: true, scopes: ["access:services", "read:users", "list:users"] },
    worth: ["notifications"],
  },
  {
    who: "an operator",
    told: { kind: "user", admin: false, scopes: [here, "custom:belfry:broadcast"] },
    worth: ["notifications", "broadcast"],
  },
  {
    who: "an admin's lab",
    told: { kind: "user", admin: true, scopes: ["access:servers!server=root/", "admin:users"] },
  },
  { who: "another service", told: { kind: "user", admin: true, scopes: ["access:services!service=other"] } },
  { who: "a service itself", told: { kind: "service", admin: true, scopes: ["access:services", "admin:users"] } },
];
const nameOf = (who: string) => who.replaceAll(/\W/g, "-");

/** What a caller holds in fact: a member's token never carries what only an admin may give. */
function held({ role, scopes }: (typeof callers)[number]): string[] {
  if (scopes === "session")
    return role === "admin" ? ["notifications", "publish", "broadcast", "admin"] : ["notifications"];
  return scopes.filter((scope) => role === "admin" || scope === "notifications" || scope === "publish:core");
}

const endpoints = catalogue().filter(({ declared }) => declared.guard !== "anyone");
const ways = new Map<string, Record<string, string>>();

beforeAll(async () => {
  instance().hub = {
    ownerOfToken: (token: string) => {
      const caller = hubCallers.find(({ who }) => nameOf(who) === token);
      return Promise.resolve(caller ? { name: token, ...caller.told } : null);
    },
    serviceName: () => Promise.resolve("belfry"),
  } as unknown as HubClient;
  const demoting = await requestCtxOf("demoting admin");
  for (const { who, role, scopes } of callers) {
    const { personId, token } = await newBearer(
      database(),
      who,
      scopes === "session" ? ["notifications"] : scopes,
      role === "demoted" ? "admin" : role,
    );
    if (role === "demoted") await setRole(demoting, { personId, role: "member" });
    ways.set(who, scopes === "session" ? { cookie: await newCookie(personId) } : { authorization: `Bearer ${token}` });
  }
});

async function requestCtxOf(username: string) {
  const personId = await addPerson(database(), username, { role: "admin" });
  const actor = actorOf({ id: personId, username, provider: "local", role: "admin", sessionVersion: 1 }, "session");
  return { ...systemCtx(instance()), actor };
}

/** Asks with nothing in it: whoever is let in gets to the checks of the input or beyond. */
const ask = async (...asked: Parameters<typeof answer>): Promise<number> => (await answer(...asked)).status;

async function answer(
  declared: (typeof endpoints)[number]["declared"],
  headers: Record<string, string> = {},
  { query = "", id = "0" } = {},
): Promise<Response> {
  const params = Object.fromEntries([...declared.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [name, id]));
  const file = path.join(import.meta.dirname, declared.path.replaceAll("{", "[").replaceAll("}", "]"), "route.ts");
  const handlers = (await import(file)) as object;
  const method = declared.method.toUpperCase();
  return call(
    handlers,
    method,
    declared.path.replaceAll(/\{\w+\}/g, id) + query,
    { ...(method !== "GET" && { body: "{}" }), headers },
    params,
  );
}

describe.each(endpoints)("$declared.method $declared.path", ({ declared, operationId }) => {
  it("asks nobody in who does not say who they are", async () => {
    const nobody: Record<string, string>[] = [
      {},
      { authorization: "Bearer blf_unknown" },
      { authorization: "Basic YTpi" },
      { cookie: "belfry-session=torn" },
    ];
    for (const headers of nobody) {
      expect(await ask(declared, headers), JSON.stringify(headers)).toBe(401);
    }
  });

  it.each(callers)("lets a $who in if their scopes do", async (caller) => {
    const scopes = held(caller);
    const guarded =
      declared.guard === "known" ||
      scopes.includes(declared.guard) ||
      (declared.guard === "origin" && (scopes.includes("admin") || scopes.includes("publish"))) ||
      (["publish", "origin"].includes(declared.guard) && scopes.includes("publish:core"));
    // Tokens are kept in a browser, or with an admin's token of that scope.
    const keeper = !/Tokens?$/.test(operationId) || caller.scopes === "session" || scopes.includes("admin");
    const status = await ask(declared, ways.get(caller.who));
    if (guarded && keeper) expect([401, 403]).not.toContain(status);
    else if (guarded) expect([400, 403]).toContain(status);
    else expect(status).toBe(403);
  });

  it.each(hubCallers)("lets a hub's token of $who in if it is worth that", async ({ who, worth }) => {
    const keeper = !/Tokens?$/.test(operationId);
    const status = await ask(declared, { authorization: `token ${nameOf(who)}` });
    if (!worth) expect(status).toBe(401);
    else if (declared.guard === "known") expect(status).toBe(200);
    else if (worth.includes(declared.guard as Scope) && keeper) expect([401, 403]).not.toContain(status);
    else if (worth.includes(declared.guard as Scope)) expect([400, 403]).toContain(status);
    else expect(status).toBe(403);
  });

  it("refuses a parameter that it does not know, by its name", async () => {
    const admin = callers.findLast(({ role, scopes }) => role === "admin" && scopes === "session");
    const response = await answer(declared, ways.get(admin?.who ?? ""), { query: "?nobody=1&nothing=", id: "1" });
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as { errors: { path: string }[] };
    expect(errors.map(({ path: name }) => name)).toEqual(["nobody", "nothing"]);
  });

  if (declared.method === "get") return;
  it("believes no session on a request from another site", async () => {
    const session = ways.get("admin in a browser");
    expect(await ask(declared, { ...session, "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await ask(declared, { ...session, origin: "http://elsewhere.example" })).toBe(403);
  });
});

it("no link of another site's has tokens made in somebody's name", async () => {
  const { GET } = (await import("./hub/api/notifications/active-servers/route.ts")) as { GET: Handler };
  const ask = async (query: string, headers: Record<string, string>) => {
    const url = `http://belfry.example/hub/api/notifications/active-servers${query}`;
    return (await GET(new Request(url, { headers }), { params: Promise.resolve({}) })).status;
  };
  const session = ways.get("admin in a browser");
  for (const site of ["cross-site", "same-site"]) {
    expect(await ask("?probe=true", { ...session, "sec-fetch-site": site })).toBe(403);
    expect(await ask("", { ...session, "sec-fetch-site": site })).not.toBe(403);
  }
  for (const site of ["same-origin", "none"])
    expect(await ask("?probe=true", { ...session, "sec-fetch-site": site })).not.toBe(403);
  expect(await ask("?probe=true", { ...ways.get("admin with broadcast"), "sec-fetch-site": "cross-site" })).not.toBe(
    403,
  );
});

it("there is no endpoint but these, and none that shows another's inbox", () => {
  const found = Object.groupBy(catalogue(), ({ declared }) => declared.path);
  expect(
    Object.fromEntries(
      Object.entries(found).map(([address, all = []]) => [
        address,
        all
          .map(({ declared }) => declared.method)
          .toSorted()
          .join(" "),
      ]),
    ),
  ).toEqual({
    "/notifications": "delete get patch post",
    "/notifications/{origin}": "delete get patch",
    "/notifications/{origin}/{id}": "delete get patch",
    "/api/inbox": "get",
    "/api/inbox/muted/{origin}": "delete put",
    "/api/undo": "post",
    "/api/stream": "get",
    "/hub/api/notifications/broadcast": "post",
    "/hub/api/notifications/broadcast/{id}": "delete get put",
    "/hub/api/notifications/broadcast/{id}/csv": "get",
    "/hub/api/notifications/broadcast/{id}/retry": "post",
    "/hub/api/notifications/active-servers": "get",
    "/hub/api/notifications/recipients": "post",
    "/hub/api/notifications/sent": "delete get",
    "/hub/api/notifications/saved": "get post",
    "/hub/api/notifications/saved/{id}": "delete",
    "/hub/api/notifications/saved/{id}/use": "post",
    "/hub/api/notifications/series": "post",
    "/hub/api/notifications/series/{id}": "delete get",
    "/api/origins": "get",
    "/api/origins/{origin}": "delete get put",
    "/api/origins/{origin}/members": "get",
    "/api/origins/{origin}/members/{username}": "delete put",
    "/api/origins/{origin}/waiting": "get",
    "/api/origins/{origin}/inlets": "get post",
    "/api/origins/{origin}/inlets/{id}": "delete",
    "/api/origins/{origin}/inlets/{id}/calls": "get",
    "/api/origins/{origin}/outlets": "get post",
    "/api/origins/{origin}/outlets/{id}": "delete patch",
    "/api/origins/{origin}/outlets/{id}/test": "post",
    "/hooks/{id}": "post",
    "/api/mail/{link}": "get post",
    "/api/outlets": "get patch post",
    "/api/outlets/{id}": "delete patch",
    "/api/outlets/{id}/test": "post",
    "/api/me": "get",
    "/api/people": "get post",
    "/api/people/{username}": "get patch",
    "/api/people/{username}/password": "post",
    "/api/tokens": "get post",
    "/api/tokens/{id}": "delete",
    "/api/people/{username}/tokens": "get",
    "/api/people/{username}/tokens/{id}": "delete",
    "/hub/notices.json": "get",
    "/hub/notices.atom": "get",
    "/hub/notices.js": "get",
    "/feeds/{feed}": "get",
    "/healthz": "get",
    "/readyz": "get",
    "/metrics": "get",
    "/api/openapi.json": "get",
  });
});
