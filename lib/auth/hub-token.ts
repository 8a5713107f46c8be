import type { Actor } from "#lib/ctx.ts";
import type { Instance } from "#lib/instance.ts";
import { systemCtx } from "#lib/instance.ts";
import { admit } from "#lib/people/admit.ts";
import { actorOf } from "#lib/people/person.ts";
import { hashToken } from "#lib/tokens/secret.ts";
import { vouchedByHub } from "./providers/jupyterhub.ts";

/** How long the hub's word on a token counts; revoking one at the hub takes effect within it. */
const rememberedMs = 60_000;
const most = 5000;

interface Remembered {
  actor: Actor | undefined;
  untilMs: number;
}

const remembered = new Map<string, Remembered>();

/**
 * Whose JupyterHub token this is; the hub is asked, at most once a minute a token.
 * @returns nobody when no hub is configured, it doesn't know the token, or the token is a service's
 * @throws BelfryError `hub-failed` when the hub can't be asked, `forbidden` when the name is another account's
 */
export async function identifyHubToken(running: Instance, token: string): Promise<Actor | undefined> {
  if (!running.hub) return undefined;
  const ctx = systemCtx(running);
  const key = hashToken(token);
  const nowMs = ctx.now().getTime();
  const known = remembered.get(key);
  if (known && known.untilMs > nowMs) return known.actor;

  const owner = await running.hub.ownerOfToken(token);
  const vouched = owner && !isLabs(owner.scopes) ? vouchedByHub(owner) : undefined;
  const actor = vouched && {
    ...actorOf(await admit(ctx, vouched), "hub", vouched.role === "admin" ? ["notifications", "broadcast"] : ["notifications"]),
    credential: key,
  };
  // The oldest entry makes room: a map keeps the order of insertion.
  const oldest = remembered.keys().next();
  if (remembered.size >= most && !oldest.done) remembered.delete(oldest.value);
  remembered.set(key, { actor, untilMs: nowMs + rememberedMs });
  return actor;
}

/**
 * Whether a token is good for entering servers alone, as those that labs are sent: a lab must not act as its user here.
 * The hub adds the two scopes that name the user to every token.
 */
function isLabs(scopes: readonly string[]): boolean {
  return scopes.length > 0 && scopes.every((scope) => /^(access:servers|read:users:(name|groups))(!|$)/.test(scope));
}
