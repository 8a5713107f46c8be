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
 * @returns nobody when no hub is configured, it doesn't know the token, or the token is a service's or for elsewhere
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
  const vouched = owner && !isForElsewhere(running, owner.scopes) ? vouchedByHub(owner) : undefined;
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
 * Whether a token was made for entering one place alone, and that is not this one: a lab's, as labs are sent, or another
 * service's. Neither may act as its user here. The hub adds the two scopes that name the user to every token, and the one
 * with which a lab itself was started may also report its user's activity.
 */
function isForElsewhere({ env }: Pick<Instance, "env">, scopes: readonly string[]): boolean {
  // As hubs call a service's client; under another id we can't tell which service is ours.
  const service = /^service-(.+)$/.exec(env.JUPYTERHUB_CLIENT_ID ?? "")?.[1];
  const places = service === undefined ? ["servers"] : ["servers", "services"];
  const own = ["access:services", `access:services!service=${service}`];
  const narrow = [...places.map((place) => `access:${place}`), "read:users:name", "read:users:groups", "users:activity", "read:users:activity"];
  return scopes.length > 0 && scopes.every((scope) => !own.includes(scope) && narrow.includes(scope.split("!", 1)[0] ?? ""));
}
