import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { majorOf } from "./options.ts";
import { readBody, sendHtml, sendJson } from "./respond.ts";
import type { HubState } from "./state.ts";

/** As `oauth_client_id` of the service; by default a hub names it after the service. */
export const oauthClientId = "service-belfry";

const loginCookie = "jupyterhub-hub-login";
const codeAgeMs = 5 * 60_000;
const tokenAgeS = 1_209_600;

/** `/hub/login`: a form, and what it sends. Every user of the hub comes in with any password, as under a dummy authenticator. */
export function answerLogin(state: HubState, req: IncomingMessage, res: ServerResponse, url: URL): void {
  const { basePath } = state.config;
  const next = url.searchParams.get("next") ?? `${basePath}hub/home`;
  const form =
    `<form method="post" action="${basePath}hub/login?next=${encodeURIComponent(next)}">` +
    '<label>Username: <input name="username" autofocus></label><label>Password: <input name="password" type="password"></label>' +
    "<button>Sign in</button></form>";
  if (req.method !== "POST") return sendHtml(res, 200, "Sign in", {}, form);
  readBody(req, (text) => {
    const user = state.users.get(new URLSearchParams(text).get("username") ?? "");
    if (user === undefined) return sendHtml(res, 403, "Invalid username or password", {}, form);
    const login = randomBytes(16).toString("hex");
    state.logins.set(login, user.name);
    sendHtml(res, 302, "302 : Found", {
      Location: next,
      "Set-Cookie": `${loginCookie}=${login}; HttpOnly; Path=${basePath}hub/`,
    });
  });
}

/** `/hub/api/oauth2/…`: `authorize` sends a browser back with a code, `token` gives a token for it. */
export function answerOAuth(state: HubState, req: IncomingMessage, res: ServerResponse, url: URL): void {
  if (url.pathname.endsWith("/oauth2/authorize")) authorize(state, req, res, url);
  else if (url.pathname.endsWith("/oauth2/token") && req.method === "POST")
    readBody(req, (text) => token(state, req, res, new URLSearchParams(text)));
  else sendHtml(res, 404, "404 : Not Found");
}

function authorize(state: HubState, req: IncomingMessage, res: ServerResponse, url: URL): void {
  const login = new RegExp(`${loginCookie}=(\\w+)`).exec(req.headers.cookie ?? "")?.[1];
  const user = state.users.get(state.logins.get(login ?? "") ?? "");
  if (user === undefined) {
    return sendHtml(res, 302, "302 : Found", {
      Location: `${state.config.basePath}hub/login?next=${encodeURIComponent(url.pathname + url.search)}`,
    });
  }
  const query = url.searchParams;
  const redirectUri = query.get("redirect_uri") ?? "";
  const isOurs = query.get("client_id") === oauthClientId && redirectUri === state.hub.redirectUri;
  if (!isOurs || query.get("response_type") !== "code") return sendHtml(res, 400, "400 : Bad Request");
  // A client may ask for no more than the hub's admin allowed it; asking for nothing gets all of that.
  const scope = query.get("scope") ?? "";
  if (scope.split(" ").some((each) => each !== "" && each !== "read:users:groups!user"))
    return sendHtml(res, 400, "400 : Bad Request");
  if (state.hub.kept.includes(user.name)) return sendHtml(res, 403, "403 : Forbidden");
  const code = randomBytes(16).toString("hex");
  state.grants.set(code, {
    user,
    redirectUri,
    challenge: query.get("code_challenge"),
    expiresAt: Date.now() + codeAgeMs,
  });
  const back = new URL(redirectUri);
  back.searchParams.set("code", code);
  const given = query.get("state");
  if (given !== null) back.searchParams.set("state", given);
  sendHtml(res, 302, "302 : Found", { Location: back.href });
}

function token(state: HubState, req: IncomingMessage, res: ServerResponse, form: URLSearchParams): void {
  const refuse = (status: number, error: string) => sendJson(res, status, { error });
  // The secret counts in the body alone, whatever a header says.
  const isClient = form.get("client_id") === oauthClientId && form.get("client_secret") === state.apiToken;
  if (!isClient || req.headers.authorization !== undefined) return refuse(401, "invalid_client");
  if (form.get("grant_type") !== "authorization_code") return refuse(400, "unsupported_grant_type");
  const code = form.get("code") ?? "";
  const grant = state.grants.get(code);
  if (grant === undefined || grant.expiresAt < Date.now()) return refuse(400, "invalid_grant");
  if (form.get("redirect_uri") !== grant.redirectUri) return refuse(400, "invalid_request");
  if (grant.challenge !== null && majorOf(state.config) >= 6) {
    const verifier = form.get("code_verifier");
    if (verifier === null) return refuse(400, "invalid_request");
    if (createHash("sha256").update(verifier).digest("base64url") !== grant.challenge)
      return refuse(400, "invalid_grant");
  }
  state.grants.delete(code);
  const { name } = grant.user;
  const scopes = ["access:services!service=belfry", `read:users:groups!user=${name}`, `read:users:name!user=${name}`];
  const { secret } = state.tokens.make(grant.user, scopes, Date.now() + tokenAgeS * 1_000);
  sendJson(res, 200, {
    access_token: secret,
    expires_in: tokenAgeS,
    token_type: "Bearer",
    scope: scopes.join(" "),
    refresh_token: randomBytes(16).toString("hex"),
  });
}
