import { createHmac, createSign, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const secret = "the client's secret at the issuer";
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** How an id token is signed. `RS256` with the issuer's key is right. */
const signers = {
  RS256: (text: string) => createSign("RSA-SHA256").update(text).sign(privateKey, "base64url"),
  stranger: (text: string) => createSign("RSA-SHA256").update(text).sign(stranger, "base64url"),
  HS256: (text: string) => createHmac("sha256", secret).update(text).digest("base64url"),
  none: () => "",
};

/** What the issuer says next, as far as it is not what it should. */
export interface Says {
  signed?: keyof typeof signers;
  claims?: Record<string, unknown>;
  userinfo?: Record<string, unknown>;
  token?: { status: number; body: unknown };
}

/** An issuer that says whatever a test wants. Nobody logs in there: a test makes up the way back. */
export async function startIssuer() {
  let says: Says = {};
  let nonce = "";
  let exchanges = 0;
  const answers: Record<string, () => unknown> = {
    "/.well-known/openid-configuration": () => ({
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/me`,
      jwks_uri: `${issuer}/jwks`,
    }),
    "/jwks": () => ({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k", use: "sig", alg: "RS256" }] }),
    "/token": () => {
      exchanges += 1;
      const { signed = "RS256", claims } = says;
      const now = Math.floor(Date.now() / 1000);
      const text = `${part({ alg: signed === "stranger" ? "RS256" : signed, kid: "k" })}.${part({ iss: issuer, aud: "belfry", sub: "s", iat: now, exp: now + 300, nonce, ...claims })}`;
      return { access_token: "opaque", token_type: "Bearer", id_token: `${text}.${signers[signed](text)}` };
    },
    "/me": () => ({ sub: "s", preferred_username: "sub-s", ...says.userinfo }),
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://issuer").pathname;
    const own = path === "/token" ? says.token : undefined;
    const answer = own?.body ?? answers[path]?.();
    response
      .writeHead(own?.status ?? (answer === undefined ? 404 : 200), { "content-type": "application/json" })
      .end(JSON.stringify(answer ?? {}));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    settings: { AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_ID: "belfry", AUTH_OIDC_SECRET: secret },
    /** How often a code was exchanged. */
    exchanges: () => exchanges,
    /** The way back of somebody who logged in there, with what the issuer will say of them. */
    back(authorize: string, next: Says = {}): string {
      const { searchParams } = new URL(authorize);
      says = next;
      nonce = searchParams.get("nonce") ?? "";
      return `${searchParams.get("redirect_uri")}?${new URLSearchParams({ code: "c", state: searchParams.get("state") ?? "" })}`;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
