import { z } from "zod";
import { BelfryError } from "#lib/errors.ts";
import { askHub, type Hub } from "./ask-hub.ts";
import { pageOf, pageUsers, type PageInput } from "./page-users.ts";

const user = z.object({
  name: z.string(),
  admin: z.boolean().default(false),
  /** Nothing where the service may not see them (`read:users:groups`). */
  groups: z.array(z.string()).optional(),
});

const page = pageOf(user);

/** Somebody whom the hub knows, running labs or not. */
export type HubPerson = z.output<typeof user>;

/**
 * Every user of a hub, by name.
 * @throws BelfryError `hub-failed` when the hub can't be asked, or the service lacks `list:users`
 */
export function listPeople(
  hub: Hub,
  { onUnsettled }: Pick<PageInput<unknown>, "onUnsettled"> = {},
): Promise<Map<string, HubPerson>> {
  return pageUsers(hub, { page, onUnsettled });
}

/**
 * Whether one user is an admin of the hub.
 * @returns nothing when the hub has no such user, or none that the service may see
 * @throws BelfryError `hub-failed` when the hub can't be asked
 */
export async function isAdmin(hub: Hub, name: string): Promise<boolean | undefined> {
  // No hub has such a user, and in a path they would lead elsewhere.
  if (name === "." || name === "..") return undefined;
  const { status, json } = await askHub(hub, { path: `/users/${encodeURIComponent(name)}` });
  if (status === 404) return undefined;
  const parsed = user.safeParse(json);
  if (status !== 200 || !parsed.success)
    throw new BelfryError("hub-failed", `The hub did not say who ${name} is (${status}).`);
  return parsed.data.admin;
}
