import type { IncomingMessage, ServerResponse } from "node:http";
import { majorOf } from "./options.ts";
import type { HubToken, HubUser } from "./records.ts";
import { parseObject, readBody, sendHubError, sendJson } from "./respond.ts";
import type { HubState } from "./state.ts";
import { allScopesOf } from "./tokens.ts";

/** Scopes the hub has heard of; any other is an error of its own. */
const knownScopes = new Set([
  "access:servers",
  "access:services",
  "admin:servers",
  "admin:users",
  "custom:belfry:broadcast",
  "list:users",
  "read:groups",
  "read:hub",
  "read:servers",
  "read:tokens",
  "read:users",
  "read:users:groups",
  "read:users:name",
  "servers",
  "tokens",
]);

interface Wish {
  scopes: string[];
  expiresInS: number | null;
  note: string;
}

/** `POST /users/NAME/tokens`: paced as a hub's slow part is, and the requests open at once are counted. */
export function mintToken(
  state: HubState,
  caller: HubToken,
  username: string,
  req: IncomingMessage,
  res: ServerResponse,
): void {
  readBody(req, (text) => {
    const user = state.users.get(username);
    if (user === undefined || !mayMint(state, caller, username) || state.hub.mode === "mint-refused") {
      const kind = caller.user === null ? "Service" : "User";
      return sendHubError(res, 403, `${kind} ${username} not found or no permissions to generate tokens`);
    }
    const wish = readWish(state, user, text);
    if ("status" in wish) return sendHubError(res, wish.status, wish.message);

    const records = state.records;
    records.mintsInFlight += 1;
    records.highestMintsInFlight = Math.max(records.highestMintsInFlight, records.mintsInFlight);
    const answer = () => {
      records.mintsInFlight -= 1;
      records.minted += 1;
      sendJson(res, 201, makeToken(state, user, wish));
    };
    const waitMs = mintWaitMs(state, performance.now());
    if (waitMs === 0) answer();
    else setTimeout(answer, waitMs).unref();
  });
}

/** For others it takes `tokens` as it is: narrowed to a user or a group, hubs refuse it. */
function mayMint(state: HubState, caller: HubToken, username: string): boolean {
  if (caller.user === null) return state.hub.scopes.includes("tokens");
  return (
    caller.scopes.includes("tokens") ||
    (caller.user.name === username && caller.scopes.includes(`tokens!user=${username}`))
  );
}

/**
 * How long the next token takes, in ms, when asked for at `nowMs` on the monotonic clock. Under a limit a second
 * tokens come one after another at that pace, however many were asked for at once.
 */
export function mintWaitMs(state: HubState, nowMs: number): number {
  const { mintMs, mintsPerSecond } = state.hub;
  if (mintsPerSecond === 0) return mintMs;
  state.nextMintAtMs = Math.max(nowMs, state.nextMintAtMs) + 1_000 / mintsPerSecond;
  return Math.max(mintMs, state.nextMintAtMs - nowMs);
}

function readWish(state: HubState, user: HubUser, text: string): Wish | { status: number; message: string } {
  const body = text === "" ? {} : parseObject(text);
  if (body === null) return { status: 400, message: "Body must be a JSON dict or empty" };
  const { expires_in: expiresInS = null, scopes = null, note } = body;
  if (expiresInS !== null && !(typeof expiresInS === "number" && Number.isInteger(expiresInS))) {
    return { status: 400, message: `token expires_in must be null or integer, not ${JSON.stringify(expiresInS)}` };
  }
  if (scopes !== null && !(Array.isArray(scopes) && scopes.every((scope) => typeof scope === "string"))) {
    return { status: 400, message: `token scopes must be null or a list of strings, not ${JSON.stringify(scopes)}` };
  }
  const asked = scopes ?? allScopesOf(user);
  const unknown = asked.find((scope) => !knownScopes.has(nameOf(scope)));
  if (unknown !== undefined) {
    return { status: majorOf(state.config) < 5 ? 500 : 400, message: `Scope ${unknown} does not exist` };
  }
  const refused = asked.filter((scope) => !holds(user, scope));
  if (refused.length > 0)
    return { status: 400, message: `Not assigning requested scopes ${refused.join(",")} not held by ${user.name}` };
  return { scopes: asked, expiresInS, note: typeof note === "string" && note !== "" ? note : "Requested via api" };
}

function nameOf(scope: string): string {
  return scope.split("!", 1)[0] ?? "";
}

/** An admin holds all; others what their roles give, and what is narrowed to themselves or to a server of theirs. */
function holds(user: HubUser, scope: string): boolean {
  if (user.admin) return true;
  const filter = scope.slice(nameOf(scope).length + 1);
  if (allScopesOf(user).includes(scope)) return true;
  const isOwn = filter === `user=${user.name}` || filter.startsWith(`server=${user.name}/`);
  return isOwn && allScopesOf(user).includes(`${nameOf(scope)}!user=${user.name}`);
}

function makeToken(state: HubState, user: HubUser, wish: Wish) {
  const now = Date.now();
  // No expiry for 0, as hubs do: a client has to look at `expires_at`.
  const expiresAt = wish.expiresInS === null || wish.expiresInS === 0 ? null : now + wish.expiresInS * 1_000;
  const scopes = [...new Set([...wish.scopes, `read:users:name!user=${user.name}`])];
  const { token, secret } = state.tokens.make(user, scopes, expiresAt);
  return {
    user: user.name,
    id: token.id,
    kind: "api_token",
    roles: [],
    scopes,
    created: hubTime(now),
    last_activity: null,
    expires_at: expiresAt === null ? null : hubTime(expiresAt),
    note: wish.note,
    token: secret,
  };
}

/** ISO 8601 with microseconds, as the hub writes it. */
function hubTime(atMs: number): string {
  return new Date(atMs).toISOString().replace("Z", "000Z");
}
