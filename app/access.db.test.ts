import path from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Actor, Scope } from "#lib/ctx.ts";
import { catalogue } from "#lib/http/openapi/catalogue.ts";
import { call } from "#lib/http/test/call.ts";
import { newBearer, scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { actorOf } from "#lib/people/person.ts";

let session: Actor | undefined;
vi.mock("#lib/auth/session.ts", () => ({ sessionActor: () => Promise.resolve(session) }));

const database = scratchInstance();

/** Who asks: every scope by a token of its own, for both roles, and both roles by a browser's session. */
const callers: { who: string; role: Actor["role"]; scopes: Scope[] | "session" }[] = [
  ...(["notifications", "publish", "publish:core", "broadcast", "admin"] as const).flatMap((scope) =>
    (["member", "admin"] as const).map((role) => ({ who: `${role} with ${scope}`, role, scopes: [scope] as Scope[] })),
  ),
  { who: "member in a browser", role: "member", scopes: "session" },
  { who: "admin in a browser", role: "admin", scopes: "session" },
];

/** What a caller holds in fact: a member's token never carries what only an admin may give. */
function held({ role, scopes }: (typeof callers)[number]): string[] {
  if (scopes === "session") return role === "admin" ? ["notifications", "publish", "broadcast", "admin"] : ["notifications"];
  return scopes.filter((scope) => role === "admin" || scope === "notifications" || scope === "publish:core");
}

const endpoints = catalogue().filter(({ declared }) => declared.guard !== "anyone");
const ways = new Map<string, { token?: string; actor?: Actor }>();

beforeAll(async () => {
  for (const caller of callers) {
    const scopes = caller.scopes === "session" ? (["notifications"] as Scope[]) : caller.scopes;
    const { personId, token } = await newBearer(database(), caller.who, scopes, caller.role);
    const actor = actorOf({ id: personId, username: caller.who, provider: "local", role: caller.role, sessionVersion: 1 }, "session");
    ways.set(caller.who, caller.scopes === "session" ? { actor } : { token });
  }
});

/** Asks with nothing in it: whoever is let in gets to the checks of the input or beyond. */
async function ask(declared: (typeof endpoints)[number]["declared"], { token, headers = {} }: { token?: string; headers?: Record<string, string> }): Promise<number> {
  const params = Object.fromEntries([...declared.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [name, "0"]));
  const file = path.join(import.meta.dirname, declared.path.replaceAll("{", "[").replaceAll("}", "]"), "route.ts");
  const handlers = (await import(file)) as object;
  const method = declared.method.toUpperCase();
  const body = method === "GET" ? {} : { body: "{}" };
  const response = await call(handlers, method, declared.path.replaceAll(/\{\w+\}/g, "0"), { ...(token !== undefined && { token }), ...body, headers }, params);
  return response.status;
}

describe.each(endpoints)("$declared.method $declared.path", ({ declared, operationId }) => {
  it("asks nobody in who does not say who they are", async () => {
    session = undefined;
    expect(await ask(declared, {})).toBe(401);
    expect(await ask(declared, { token: "blf_unknown" })).toBe(401);
    expect(await ask(declared, { headers: { authorization: "Basic YTpi" } })).toBe(401);
  });

  it.each(callers)("lets a $who in if their scopes do", async (caller) => {
    const { token, actor } = ways.get(caller.who) ?? {};
    session = actor;
    const scopes = held(caller);
    const guarded = scopes.includes(declared.guard) || (declared.guard === "publish" && scopes.includes("publish:core"));
    // Tokens are kept by a browser or an admin's token; this one asks for scopes, of which these callers have one.
    const keeper = !/Tokens?$/.test(operationId) || actor !== undefined || scopes.includes("admin");
    const status = await ask(declared, token === undefined ? {} : { token });
    if (guarded && keeper) expect([401, 403]).not.toContain(status);
    else if (guarded) expect([400, 403]).toContain(status);
    else expect(status).toBe(403);
  });

  it.runIf(declared.method !== "get")("believes no session on a request from another site", async () => {
    session = ways.get("admin in a browser")?.actor;
    expect(await ask(declared, { headers: { "sec-fetch-site": "cross-site" } })).toBe(403);
    expect(await ask(declared, { headers: { origin: "http://elsewhere.example" } })).toBe(403);
  });
});
