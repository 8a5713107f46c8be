import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

const client = { id: "belfry at github", secret: "the secret github gave" };

const memberships = "/api/v3/user/memberships/orgs/";

async function form(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}

/** A GitHub Enterprise Server as its OAuth answers: refusals of a code come with 200, and its API wants a user agent. */
export async function startGitHub() {
  let user = { id: 1, login: "octocat" };
  let scope = "";
  let organisations: Record<string, "active" | "pending" | number> = {};
  const codes = new Set<string>();
  let made = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://github");
      const json = (status: number, value: object) =>
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
      if (pathname === "/login/oauth/authorize") {
        const back = new URL(searchParams.get("redirect_uri") ?? "");
        const code = `code-${++made}`;
        scope = searchParams.get("scope") ?? "";
        codes.add(code);
        for (const [name, value] of Object.entries({
          code,
          state: searchParams.get("state") ?? "",
          iss: `${url}/login/oauth`,
        }))
          back.searchParams.set(name, value);
        response.writeHead(302, { location: back.href }).end();
      } else if (pathname === "/login/oauth/access_token") {
        const sent = await form(request);
        if (sent.get("client_id") !== client.id || sent.get("client_secret") !== client.secret)
          return json(200, { error: "incorrect_client_credentials" });
        if (!codes.delete(sent.get("code") ?? ""))
          return json(200, {
            error: "bad_verification_code",
            error_description: "The code passed is incorrect or expired.",
          });
        json(200, { access_token: "gho_opaque", scope, token_type: "bearer" });
      } else if (pathname === "/api/v3/user") {
        if (request.headers["user-agent"] === undefined)
          return json(403, { message: "Request forbidden by administrative rules." });
        if (request.headers.authorization !== "Bearer gho_opaque") return json(401, { message: "Bad credentials" });
        json(200, { ...user, name: "Somebody", email: null });
      } else if (pathname.startsWith(memberships)) {
        if (request.headers.authorization !== "Bearer gho_opaque") return json(401, { message: "Bad credentials" });
        if (scope !== "read:org") return json(403, { message: "You must have read:org scope" });
        const state = organisations[pathname.slice(memberships.length)] ?? 404;
        if (typeof state === "number") return json(state, { message: "Not Found" });
        json(200, { url: pathname, state, role: "member", organization: {}, user });
      } else json(404, { message: "Not Found" });
    })();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    settings: { AUTH_GITHUB_URL: url, AUTH_GITHUB_ID: client.id, AUTH_GITHUB_SECRET: client.secret },
    /** Who comes next, and what is answered to each organisation of theirs. */
    logIn: (next: { id: number; login: string }, belongsTo: typeof organisations = {}) => {
      user = next;
      organisations = belongsTo;
    },
    /** What was asked for last. */
    scope: () => scope,
    /** Forgets the codes that are out. */
    expire: () => codes.clear(),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
