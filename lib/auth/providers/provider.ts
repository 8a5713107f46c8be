import type { OAuthConfig } from "next-auth/providers/oauth";
import type { Vouched } from "#lib/people/provision-account.ts";

/** Whom a provider vouches for, as it passes through next-auth. */
export interface Arrival {
  /** The subject, without which next-auth goes no further. */
  id: string;
  vouched: Vouched;
  /** What becomes memberships; nothing where the provider does not tell groups, and those of before stay. */
  groups?: readonly string[] | undefined;
  /** Why they may not come in although the provider knows them, in words for them. */
  refused?: string | undefined;
}

type UserinfoRequest = NonNullable<Extract<OAuthConfig<Arrival>["userinfo"], { request?: unknown }>["request"]>;

/** openid-client's client, as next-auth hands it on. */
export type Client = Parameters<UserinfoRequest>[0]["client"];
export type Tokens = Exclude<Parameters<Client["userinfo"]>[0], string>;

/** One way to sign in: how next-auth reaches the provider, and what comes of its answer. */
export interface Provider {
  settings: Pick<OAuthConfig<Arrival>, "checks" | "client" | "httpOptions" | "idToken" | "issuer" | "wellKnown"> & {
    clientId: string;
    clientSecret: string;
  };
  /** Not for an issuer that is discovered. */
  urls?: { authorize: string; token: string; userinfo?: string };
  /** Left out: whatever the provider gives unasked. */
  scope?: string;
  /** Asks the provider who has signed in. @throws Nameless when it tells no name that could be a username */
  arrival: (tokens: Tokens & { access_token: string }, client: Client) => Promise<Arrival>;
}

/** A provider told no name that could be a username. */
export class Nameless extends Error {}
