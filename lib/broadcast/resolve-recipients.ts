import { BelfryError } from "#lib/errors.ts";
import { Semaphore } from "#lib/async/semaphore.ts";
import type { HubClient, HubPerson } from "#lib/jupyterhub/client.ts";

/** Before a name it stands for everybody in that group of the hub's. */
const groupPrefix = "group:";

/** So few names are looked up one by one; for more the hub's whole list is read. */
const fewNames = 20;
const lookUpsAtOnce = 8;

/** Whom recipients stand for. */
export interface Resolved {
  /** Hub usernames, each once. */
  usernames: string[];
  /** What the hub doesn't know, as it was written: no such user, or nobody in that group. */
  unknown: string[];
}

/** Whom a broadcast is for, as it was asked for. */
export interface Audience {
  /** Usernames and groups; null: everybody. */
  recipients: readonly string[] | null;
  /** Who of them gets nothing. */
  except: readonly string[] | null;
}

const namesGroup = (names: readonly string[] | null) => names?.some((name) => name.startsWith(groupPrefix)) === true;

/** Whether any of these are groups, which not every service may see. */
export const needsGroups = ({ recipients, except }: Audience) => namesGroup(recipients) || namesGroup(except);

/** Whether the hub alone can say who they are: the members of a group, or everybody but some. */
export const needsHub = (audience: Audience) => audience.except !== null || needsGroups(audience);

/** How recipients are looked up. */
interface Lookup {
  /** Usernames that are known already, since they have a server. */
  running?: Iterable<string>;
  /** Everybody whom the hub knows, where that was read already. */
  people?: ReadonlyMap<string, HubPerson>;
  /** Called when the hub's list never stood still, so that somebody may be missing. */
  onUnsettled?: (() => void) | undefined;
}

/**
 * Asks the hub whom a broadcast is for now. Everybody but some are all whom the hub knows, running labs or not.
 * @returns nothing for everybody
 * @throws BelfryError `hub-failed` when it can't be asked, or doesn't show who is in which group
 */
export async function resolveAudience(
  hub: HubClient,
  { recipients, except }: Audience,
  { running = [], onUnsettled }: Omit<Lookup, "people"> = {},
): Promise<Resolved | undefined> {
  if (!except) return recipients ? resolveRecipients(hub, recipients, { running, onUnsettled }) : undefined;
  const people = await hub.listPeople({ onUnsettled });
  const lookup = { running, people, onUnsettled };
  const meant = recipients
    ? await resolveRecipients(hub, recipients, lookup)
    : { usernames: [...new Set([...people.keys(), ...running])], unknown: [] };
  const left = await resolveRecipients(hub, except, lookup);
  const gone = new Set(left.usernames);
  return {
    usernames: meant.usernames.filter((name) => !gone.has(name)),
    unknown: [...new Set([...meant.unknown, ...left.unknown])],
  };
}

/**
 * Asks the hub whom recipients stand for: usernames, and `group:NAME` for a group's members as they are now. People
 * without a running lab count as others do.
 * @throws BelfryError `hub-failed` when it can't be asked, or doesn't show who is in which group
 */
export async function resolveRecipients(
  hub: HubClient,
  recipients: readonly string[],
  { running = [], people: listed, onUnsettled }: Lookup = {},
): Promise<Resolved> {
  const known = new Set(running);
  const named = recipients.filter((name) => !name.startsWith(groupPrefix) && !known.has(name));
  const withGroups = namesGroup(recipients);
  if (withGroups) await requireGroups(hub);
  const people = listed ?? (withGroups || named.length > fewNames ? await hub.listPeople({ onUnsettled }) : undefined);
  const missing = people ? named.filter((name) => !people.has(name)) : named;
  for (const name of named) if (people?.has(name)) known.add(name);
  // A list that shifts while it is read may leave somebody out.
  if (missing.length <= fewNames) for (const name of await lookUp(hub, missing)) known.add(name);

  const members = membersByGroup(people ?? new Map());
  const usernames = new Set<string>();
  const unknown: string[] = [];
  for (const name of recipients) {
    const meant = name.startsWith(groupPrefix)
      ? (members.get(name.slice(groupPrefix.length)) ?? [])
      : known.has(name)
        ? [name]
        : [];
    if (meant.length === 0) unknown.push(name);
    for (const username of meant) usernames.add(username);
  }
  return { usernames: [...usernames], unknown };
}

/** @throws BelfryError `hub-failed` that names the scope where the hub doesn't show who is in which group */
export async function requireGroups(hub: HubClient): Promise<void> {
  if ((await hub.whoAmI()).seesGroups) return;
  throw new BelfryError(
    "hub-failed",
    "The hub doesn't show who is in which group: the service lacks the scope read:users:groups, which recipients by group need.",
  );
}

/**
 * A broadcast to nobody is none.
 * @throws BelfryError `bad-input` that names each recipient when the hub knows none, or says that all are left out
 */
export function requireSomebody({ usernames, unknown }: Resolved, { recipients }: Audience): void {
  if (usernames.length > 0) return;
  if (!recipients || !recipients.every((name) => unknown.includes(name))) {
    const message = "Nobody is left: everybody it would be for is left out";
    throw new BelfryError("bad-input", `${message}.`, { errors: [{ path: "except", message }] });
  }
  const errors = recipients.map((name, index) => ({
    path: `recipients.${index}`,
    message: name.startsWith(groupPrefix)
      ? `The hub has nobody in a group ${name.slice(groupPrefix.length)}`
      : `The hub knows no user ${name}`,
  }));
  const shown =
    recipients.slice(0, 10).join(", ") + (recipients.length > 10 ? ` and ${recipients.length - 10} more` : "");
  throw new BelfryError("bad-input", `The hub knows none of the recipients: ${shown}.`, { errors });
}

/** The columns of a broadcast that say whom recipients stand for, now that the hub was asked. */
export function columnsOfPeople({ usernames, unknown }: Resolved, asked: Audience) {
  const others = unknown.length > 0 || needsHub(asked);
  return {
    recipients: usernames,
    recipientsAsked: others && asked.recipients ? [...asked.recipients] : null,
    recipientsUnknown: unknown,
  };
}

async function lookUp(hub: HubClient, names: readonly string[]): Promise<string[]> {
  const asking = new Semaphore(lookUpsAtOnce);
  const found = await Promise.all(
    names.map((name) => asking.run(async () => ((await hub.isAdmin(name)) === undefined ? [] : [name]))),
  );
  return found.flat();
}

function membersByGroup(people: ReadonlyMap<string, HubPerson>): Map<string, string[]> {
  const pairs = [...people.values()].flatMap(({ name, groups = [] }) => groups.map((group) => ({ group, name })));
  const members = Map.groupBy(pairs, ({ group }) => group);
  return new Map([...members].map(([group, each]) => [group, each.map(({ name }) => name)]));
}
