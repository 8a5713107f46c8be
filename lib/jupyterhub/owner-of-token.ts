import { z } from "zod";
import { emit } from "#lib/diagnostics.ts";
import { BelfryError } from "#lib/errors.ts";
import { askHub, type Hub } from "./ask-hub.ts";

/** Whose a token is, as far as the token lets the hub say. */
export interface TokenOwner {
  name: string;
  kind: "user" | "service";
  /** False also where the token does not allow to see it. */
  admin: boolean;
  /** Nothing where the token does not allow to see them. */
  groups?: string[] | undefined;
  /** What the token may do, as the hub expands it. */
  scopes: string[];
}

const owner = z.object({
  name: z.string().min(1),
  kind: z.enum(["user", "service"]),
  admin: z.boolean().default(false),
  groups: z.array(z.string()).optional(),
  scopes: z.array(z.string()).default([]),
});

/**
 * Asks the hub whose a token is, with that token.
 * @returns null for one the hub does not know, or that does not name anybody
 * @throws BelfryError `hub-failed` when the hub can't be asked
 */
export async function ownerOfToken(hub: Hub, token: string): Promise<TokenOwner | null> {
  // What can't be a token is not sent: it might be anything, and could not stand in a header.
  if (!/^[!-~]{1,1024}$/.test(token)) return null;
  const { status, json } = await askHub(hub, { path: "/user", token });
  if (status >= 400) return null;
  return owner.safeParse(json).data ?? null;
}

/** The scopes the service needs, and what for. */
const neededScopes = ["list:users", "read:servers", "tokens"] as const;
type NeededScope = (typeof neededScopes)[number];

/** Who the service is to the hub. */
export interface ServiceOwner extends TokenOwner {
  missing: NeededScope[];
  /** Whether it is shown who is in which group, which recipients by group need. */
  seesGroups: boolean;
}

/**
 * Who the service is to the hub, and which of the scopes it needs it was not given.
 * @throws BelfryError `hub-failed` when the hub can't be asked or does not accept the service's token
 */
export async function whoAmI(hub: Hub): Promise<ServiceOwner> {
  const self = await ownerOfToken(hub, hub.apiToken);
  emit("serviceToken", { accepted: self !== null });
  if (!self)
    throw new BelfryError(
      "hub-failed",
      "The hub does not accept the service's token. Check that JUPYTERHUB_API_TOKEN is the api_token of this service in jupyterhub_config.py, and that the hub was restarted since.",
    );
  const lacks = (scope: string) => !self.scopes.some((held) => holds(held, scope));
  return { ...self, missing: neededScopes.filter(lacks), seesGroups: !lacks("read:users:groups") };
}

/** `list:users!group=lab` lists some users, which will do. With `tokens!group=lab` hubs before 5.5.1 refuse to mint, and say so then. */
function holds(held: string, needed: string): boolean {
  return held === needed || held.startsWith(`${needed}!`);
}
