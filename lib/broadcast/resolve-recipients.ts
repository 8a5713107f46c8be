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

/** Whether the hub has to be asked for whom any of these stand. */
export const namesGroup = (recipients: readonly string[]) => recipients.some((name) => name.startsWith(groupPrefix));

/**
 * Asks the hub whom recipients stand for: usernames, and `group:NAME` for a group's members as they are now. People
 * without a running lab count as others do.
 * @param running usernames that are known already, since they have a server
 * @param onUnsettled called when the hub's list never stood still, so that somebody may be missing
 * @throws BelfryError `hub-failed` when it can't be asked, or doesn't show who is in which group
 */
export async function resolveRecipients(
  hub: HubClient,
  recipients: readonly string[],
  { running = [], onUnsettled }: { running?: Iterable<string>; onUnsettled?: () => void } = {},
): Promise<Resolved> {
  const known = new Set(running);
  const named = recipients.filter((name) => !name.startsWith(groupPrefix) && !known.has(name));
  const withGroups = namesGroup(recipients);
  if (withGroups) await requireGroups(hub);
  const people = withGroups || named.length > fewNames ? await hub.listPeople({ onUnsettled }) : undefined;
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

/** A broadcast to nobody is none. @throws BelfryError `bad-input` that names each recipient when the hub knows none */
export function requireSomebody({ usernames, unknown }: Resolved, recipients: readonly string[]): void {
  if (usernames.length > 0) return;
  const errors = unknown.map((name) => ({
    path: `recipients.${recipients.indexOf(name)}`,
    message: name.startsWith(groupPrefix)
      ? `The hub has nobody in a group ${name.slice(groupPrefix.length)}`
      : `The hub knows no user ${name}`,
  }));
  const shown = unknown.slice(0, 10).join(", ") + (unknown.length > 10 ? ` and ${unknown.length - 10} more` : "");
  throw new BelfryError("bad-input", `The hub knows none of the recipients: ${shown}.`, { errors });
}

/** The columns of a broadcast that say whom recipients stand for, now that the hub was asked. */
export function columnsOfPeople({ usernames, unknown }: Resolved, asked: readonly string[]) {
  return {
    recipients: usernames,
    recipientsAsked: unknown.length > 0 || namesGroup(asked) ? [...asked] : null,
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
