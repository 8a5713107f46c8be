import type { IncomingMessage, ServerResponse } from "node:http";
import { mintToken } from "./mint.ts";
import { answerOAuth } from "./oauth.ts";
import { majorOf } from "./options.ts";
import type { HubToken, HubUser, Lab } from "./records.ts";
import { sendHubError, sendJson } from "./respond.ts";
import type { HubState } from "./state.ts";

const PAGINATION_TYPE = "application/jupyterhub-pagination+json";
const DEFAULT_PAGE = 50;

/** The scope which a scope brings along, as the hub expands it. */
const implied = new Map([
  ["list:users", "read:users:name"],
  ["read:servers", "read:users:name"],
  ["tokens", "read:tokens"],
]);

/** Answers one request below `/hub/api`; `url.pathname` still has that prefix. */
export function answerHubApi(state: HubState, req: IncomingMessage, res: ServerResponse, url: URL): void {
  if (state.hub.mode === "down") return void req.socket.destroy();
  if (state.hub.mode === "hung") return;
  if (state.hub.mode === "429") return sendHubError(res, 429, "Too Many Requests", { "Retry-After": "1" });

  const path = url.pathname.slice(`${state.config.basePath}hub/api`.length).replace(/\/$/, "");
  if (path === "") return sendJson(res, 200, { version: state.config.version });
  if (path.startsWith("/oauth2/")) return answerOAuth(state, req, res, url);
  const caller = state.tokens.find(req.headers.authorization);
  // With a user their tokens go.
  const isGone = caller?.user && !state.users.has(caller.user.name);
  if (caller === null || isGone) return sendHubError(res, 403, "Missing or invalid credentials.");

  const owner = /^\/users\/([^/]+)\/tokens$/.exec(path)?.[1];
  const named = /^\/users\/([^/]+)$/.exec(path)?.[1];
  if (owner === undefined && named === undefined && !["/users", "/user", "/info"].includes(path))
    return sendHubError(res, 404, "Not Found");
  if (req.method !== (owner === undefined ? "GET" : "POST")) return sendHubError(res, 405, "Method Not Allowed");
  if (owner !== undefined) return mintToken(state, caller, unescapeName(owner), req, res);
  if (path === "/user") return sendJson(res, 200, describeOwner(state, caller));
  if (named !== undefined) return describeNamed(state, caller, unescapeName(named), res);
  const scope = path === "/users" ? "list:users" : "read:hub";
  if (!scopesOf(state, caller).includes(scope)) {
    return sendHubError(res, 403, `Action is not authorized with current scopes; requires any of [${scope}]`);
  }
  if (path === "/info")
    return sendJson(res, 200, { version: state.config.version, sys_executable: "/usr/bin/python3" });
  listUsers(state, caller, req, res, url);
}

/** A name out of a path, unescaped; as it stands when its escapes are broken, so that no user has it. */
function unescapeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch (error) {
    if (error instanceof URIError) return name;
    throw error;
  }
}

/** The service's scopes follow what the hub is set to; a user's token has its own. */
function scopesOf(state: HubState, token: HubToken): string[] {
  const own = token.user === null ? state.hub.scopes : token.scopes;
  return [...new Set(own.flatMap((scope) => [scope, implied.get(scope) ?? scope]))].sort();
}

function describeOwner(state: HubState, token: HubToken) {
  const scopes = scopesOf(state, token);
  const more = { scopes, token_id: token.id, session_id: null };
  if (token.user === null) return { kind: "service", name: state.serviceName, admin: false, ...more };
  const { name, admin, groups } = token.user;
  return { kind: "user", name, admin, groups, ...more };
}

function describeNamed(state: HubState, caller: HubToken, name: string, res: ServerResponse): void {
  const scopes = scopesOf(state, caller);
  const user = scopes.includes("read:users:name") ? state.users.get(name) : undefined;
  // A user whom the caller may not see is answered as one that is not there.
  if (user === undefined) return sendHubError(res, 404, "No access to resources or resources not found");
  sendJson(res, 200, describeUser(state, user, scopes));
}

function listUsers(state: HubState, caller: HubToken, req: IncomingMessage, res: ServerResponse, url: URL): void {
  const query = url.searchParams;
  const filter = query.get("state") ?? "";
  if (!["", "active", "inactive", "ready"].includes(filter)) {
    return sendHubError(res, 400, `Unrecognized state filter: '${filter}'`);
  }
  const paginated = (req.headers.accept ?? "").split(",").some((type) => type.trim().toLowerCase() === PAGINATION_TYPE);
  const { pageLimit } = state.config;
  const offset = Math.abs(Number(query.get("offset") ?? 0));
  const asked = Math.abs(Number(query.get("limit") ?? (paginated ? DEFAULT_PAGE : pageLimit)));
  if (!Number.isInteger(offset) || !Number.isInteger(asked)) {
    return sendHubError(res, 400, "Invalid argument type, offset and limit must be integers");
  }
  const limit = Math.min(Math.max(asked, 1), pageLimit);
  state.records.listings += 1;

  const all = [...state.users.values()].filter((user) => filter === "" || hasActive(user) === (filter !== "inactive"));
  // The hub filters `ready` within the page it took of `active`: a page may be short or empty, and another one follows.
  const page = all.slice(offset, offset + limit).filter((user) => filter !== "ready" || hasReady(user));
  const scopes = scopesOf(state, caller);
  const items = page.map((user) => describeUser(state, user, scopes));
  if (!paginated) return sendJson(res, 200, items);

  const nextOffset = offset + limit;
  let next: { offset: number; limit: number; url: string } | null = null;
  if (nextOffset < all.length) {
    query.set("offset", String(nextOffset));
    query.set("limit", String(limit));
    next = { offset: nextOffset, limit, url: url.href };
  }
  sendJson(res, 200, { items, _pagination: { offset, limit, total: all.length, next } });
}

function hasActive(user: HubUser): boolean {
  for (const lab of user.labs.values()) if (lab.behaviour !== "stopped") return true;
  return false;
}

function hasReady(user: HubUser): boolean {
  for (const lab of user.labs.values()) if (isReady(lab)) return true;
  return false;
}

function isReady(lab: Lab): boolean {
  return lab.behaviour !== "stopped" && lab.behaviour !== "spawning";
}

/** What is not in a caller's scopes is not there at all, as the hub leaves it out. */
function describeUser(state: HubState, user: HubUser, scopes: readonly string[]) {
  const base = {
    ...{ kind: "user", name: user.name, admin: user.admin },
    ...(scopes.includes("read:users:groups") && { groups: user.groups }),
  };
  if (!scopes.includes("read:servers")) return base;
  const servers: Record<string, unknown> = {};
  for (const lab of user.labs.values()) {
    if (lab.behaviour === "stopped") continue;
    servers[lab.server] = {
      name: lab.server,
      ready: isReady(lab),
      pending: lab.behaviour === "spawning" ? "spawn" : null,
      stopped: false,
      url: lab.url,
      started: lab.startedISO,
      last_activity: lab.startedISO,
      user_options: {},
      ...(majorOf(state.config) < 5 ? {} : { full_url: null }),
    };
  }
  return { ...base, servers };
}
