import { LRUCache } from "lru-cache";
import type { Actor, Scope, SystemCtx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { withMutex } from "#lib/async/mutex.ts";
import { systemCtx, type Instance } from "#lib/instance.ts";
import { networkOf } from "#lib/limits/network.ts";
import { check, take, type Limit } from "#lib/limits/take.ts";
import { admit } from "#lib/people/admit.ts";
import { actorOf, sessionPerson, type Session } from "#lib/people/person.ts";
import { hashToken } from "#lib/hash-token.ts";
import { vouchedByHub } from "./providers/jupyterhub.ts";

/** How long the hub's word on a token counts; revoking one at the hub takes effect within it. */
const rememberedMs = 60_000;

/** Whose a token is, for which version of their rights, and what it may do. */
interface Owner extends Session {
  scopes: readonly Scope[];
}

/** By a clock that only goes forward; no owner for what is nobody's. */
const remembered = new LRUCache<string, { owner: Owner | undefined }>({ max: 5000, ttl: rememberedMs });

/** Tokens the hub is asked about in vain, a minute and address: each costs it a request. */
const inVain = (address: string): Limit => ({ key: `hub-tokens:${networkOf(address)}`, most: 300, windowS: 60 });
const whatIsCounted = "unknown tokens from this address";

/**
 * Whose JupyterHub token this is; the hub is asked, at most once a minute a token. What is known of its owner's account
 * is looked at each time, so who is disabled is out at once.
 * @param address where the request came from
 * @returns nobody when no hub is configured, it doesn't know the token, or the token is a service's or for elsewhere
 * @throws BelfryError `hub-failed` when the hub can't be asked, `forbidden` when the account is disabled or the name is
 *   another's, `too-many` when too many tokens of this address were nobody's
 */
export async function identifyHubToken(running: Instance, token: string, address: string): Promise<Actor | undefined> {
  if (!running.hub) return undefined;
  const ctx = systemCtx(running);
  const key = hashToken(token);
  const known = await recall(ctx, key);
  if (known) return known.actor;
  // A crowd that comes with one token waits for one answer.
  return withMutex(`hub token ${key}`, async () => {
    const meanwhile = await recall(ctx, key);
    if (meanwhile) return meanwhile.actor;
    await check(ctx, inVain(address), whatIsCounted);
    const owner = await ask(running, token).catch(async (error: unknown) => {
      if (error instanceof BelfryError && error.code === "forbidden") await take(ctx, inVain(address), whatIsCounted);
      throw error;
    });
    if (!owner) await take(ctx, inVain(address), whatIsCounted);
    remembered.set(key, { owner });
    return (await recall(ctx, key))?.actor;
  });
}

/** What the hub says of a token, as an account here. */
async function ask(
  running: Pick<Instance, "env" | "hub" | "database" | "log">,
  token: string,
): Promise<Owner | undefined> {
  const told = await running.hub?.ownerOfToken(token);
  const vouched = told && !isForElsewhere(running, told.scopes) ? vouchedByHub(told) : undefined;
  if (!vouched) return undefined;
  const { id: personId, sessionVersion } = await admit(systemCtx(running), vouched);
  return {
    personId,
    sessionVersion,
    scopes: vouched.role === "admin" ? ["notifications", "broadcast"] : ["notifications"],
  };
}

/** Nothing when the hub has to be asked: for long, or never yet, or the account has changed since. */
async function recall(ctx: Pick<SystemCtx, "db">, key: string): Promise<{ actor: Actor | undefined } | undefined> {
  const known = remembered.get(key);
  if (!known) return undefined;
  if (!known.owner) return { actor: undefined };
  const found = await sessionPerson(ctx, known.owner);
  return found && { actor: { ...actorOf(found, "hub", known.owner.scopes), credential: key } };
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
  const narrow = [
    ...places.map((place) => `access:${place}`),
    "read:users:name",
    "read:users:groups",
    "users:activity",
    "read:users:activity",
  ];
  return (
    scopes.length > 0 && scopes.every((scope) => !own.includes(scope) && narrow.includes(scope.split("!", 1)[0] ?? ""))
  );
}
