import { LRUCache } from "lru-cache";
import type { Actor, Scope, SystemCtx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { withMutex } from "#lib/async/mutex.ts";
import { systemCtx, type Instance } from "#lib/instance.ts";
import { networkOf } from "#lib/limits/network.ts";
import { giveBack, take, type Limit } from "#lib/limits/take.ts";
import type { TokenOwner } from "#lib/jupyterhub/owner-of-token.ts";
import { provisionAccount, type Vouched } from "#lib/people/provision-account.ts";
import { actorOf, sessionPerson, type Session } from "#lib/people/person.ts";
import { usernameFrom } from "#lib/people/username-from.ts";
import { hashToken } from "#lib/hash-token.ts";

/** How long the hub's word on a token counts; revoking one at the hub takes effect within it. */
const rememberedMs = 60_000;

/** Whose a token is, for which version of their rights, and what it may do. */
interface Owner extends Session {
  scopes: readonly Scope[];
}

/** What the hub said of a token; `reason` why it is nobody's here although the hub knows it. */
interface Said {
  owner?: Owner;
  reason?: string;
}

/** By a clock that only goes forward; no owner for what is nobody's. */
const remembered = new LRUCache<string, Said>({ max: 5000, ttl: rememberedMs });

/** Tokens the hub is asked about in vain, a minute and address: each costs it a request. */
const inVain = (address: string): Limit => ({ key: `hub-tokens:${networkOf(address)}`, most: 300, windowS: 60 });
/** Of one address, so many are asked about at once. */
const lanes = 16;
const whatIsCounted = "unknown tokens from this address";

/**
 * Whose JupyterHub token this is; the hub is asked, at most once a minute a token. What is known of its owner's account
 * is looked at each time, so who is disabled is out at once.
 * @param address where the request came from
 * @returns nobody when no hub is configured, it doesn't know the token, or the token is a service's or for elsewhere;
 *   {@link whyNobody} then tells the reason
 * @throws BelfryError `hub-failed` when the hub can't be asked, `forbidden` when the account is disabled or the name is
 *   another's, `too-many` when too many tokens of this address were nobody's
 */
export async function identifyHubToken(running: Instance, token: string, address: string): Promise<Actor | undefined> {
  if (!running.hub) return undefined;
  const ctx = systemCtx(running);
  const key = hashToken(token);
  const known = await recall(ctx, key);
  if (known) return known.actor;
  // A crowd that comes with one token waits for one answer; one of many tokens, of an address, asks for a few at a time.
  return withMutex(`hub token ${networkOf(address)} ${Buffer.from(key).readUInt8() % lanes}`, async () => {
    const meanwhile = await recall(ctx, key);
    if (meanwhile) return meanwhile.actor;
    // Counted before the hub is asked, or a crowd would all find the limit unused.
    await take(ctx, inVain(address), whatIsCounted);
    const said = await ask(running, token).catch(async (error: unknown) => {
      if (!(error instanceof BelfryError && error.code === "forbidden")) await giveBack(ctx, inVain(address));
      throw error;
    });
    if (said.owner) await giveBack(ctx, inVain(address));
    remembered.set(key, said);
    return (await recall(ctx, key))?.actor;
  });
}

/** Why a token that was just found to be nobody's is so, where the hub knows it. */
export const whyNobody = (token: string): string | undefined => remembered.get(hashToken(token))?.reason;

/** The user whom a hub names as a token's owner; nobody for a service's, or for a name that none could have here. */
export function vouchedByHub({ kind, name, admin }: Pick<TokenOwner, "kind" | "name" | "admin">): Vouched | undefined {
  const username = usernameFrom(name);
  if (kind !== "user" || username === undefined) return undefined;
  return { provider: "jupyterhub", subject: name, username, role: admin ? "admin" : "member" };
}

/** What the hub says of a token, as an account here, with the groups it tells. */
async function ask(running: Pick<Instance, "hub" | "database" | "log" | "takeIn">, token: string): Promise<Said> {
  const { hub } = running;
  const told = await hub?.ownerOfToken(token);
  if (!hub || !told) return {};
  if (told.kind === "service")
    return {
      reason: `This is a token of the hub's service ${told.name}. Services act here with a token of Belfry's own (blf_…).`,
    };
  if (!told.scopes.includes("access:services")) {
    const service = await hub.serviceName();
    if (service === undefined || !told.scopes.includes(`access:services!service=${service}`))
      return {
        reason: `This JupyterHub token is not for Belfry: it lacks the scope access:services!service=${service ?? "NAME"}.`,
      };
  }
  const vouched = vouchedByHub(told);
  if (!vouched) return { reason: "The hub's name for the owner of this token can't be a username here." };
  const ctx = systemCtx(running);
  const { id: personId, sessionVersion, username, role } = await provisionAccount(ctx, vouched);
  await running.takeIn(ctx, { personId, username, groups: told.groups });
  const broadcasts =
    (role === "admin" && told.scopes.includes("admin:users")) || told.scopes.includes("custom:belfry:broadcast");
  return {
    owner: { personId, sessionVersion, scopes: broadcasts ? ["notifications", "broadcast"] : ["notifications"] },
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
