import { z } from "zod";
import { askHub, readAnswer, type Hub } from "./hub-request.ts";

const owner = z.object({
  name: z.string().min(1),
  kind: z.string(),
  admin: z.boolean().default(false),
  groups: z.array(z.string()).default([]),
  scopes: z.array(z.string()).default([]),
});

/** Whose a token is, by the hub's word. `kind` is `user` or `service`. */
export type TokenOwner = z.output<typeof owner>;

/** The service that Belfry's own token belongs to, with the scopes it has. @throws BelfryError `hub-failed` */
export async function whoAmI(hub: Hub): Promise<TokenOwner> {
  return readAnswer(hub, await askHub(hub, { path: "/user" }), owner, "of a service");
}

/**
 * Whose token this is.
 * @returns nobody when the hub does not know it
 * @throws BelfryError `hub-failed` when the hub can't be asked
 */
export async function ownerOfToken(hub: Hub, token: string): Promise<TokenOwner | undefined> {
  const answer = await askHub(hub, { path: "/user", token });
  if (answer.status === 401 || answer.status === 403 || answer.status === 404) return undefined;
  return readAnswer(hub, answer, owner, "read:users");
}
