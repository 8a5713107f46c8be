import { z } from "zod";
import { BelfryError } from "#lib/errors.ts";
import { askHub, type Hub } from "./ask-hub.ts";

const user = z.object({ name: z.string(), admin: z.boolean().default(false) });
const page = z.object({
  items: z.array(user),
  _pagination: z.object({ next: z.object({ offset: z.int().min(0) }).nullable() }),
});

const pageLimit = 200;
const mostBytes = 32 * 1024 * 1024;

/**
 * Every user of a hub by name, and whether they are an admin there.
 * @throws BelfryError `hub-failed` when the hub can't be asked, or the service lacks `list:users`
 */
export async function listAdmins(hub: Hub): Promise<Map<string, boolean>> {
  const admins = new Map<string, boolean>();
  for (let offset: number | null = 0; offset !== null;) {
    const answer = await askHub(hub, {
      path: `/users?offset=${offset}&limit=${pageLimit}`,
      accept: "application/jupyterhub-pagination+json",
      mostBytes,
    });
    const parsed = page.safeParse(answer.json);
    if (answer.status !== 200 || !parsed.success)
      throw new BelfryError("hub-failed", `The hub did not list its users (${answer.status}).`);
    for (const { name, admin } of parsed.data.items) admins.set(name, admin);
    const next: number | null = parsed.data._pagination.next?.offset ?? null;
    if (next !== null && next <= offset) throw new BelfryError("hub-failed", "The hub's list of users has no end.");
    offset = next;
  }
  return admins;
}

/**
 * Whether one user is an admin of the hub.
 * @returns nothing when the hub has no such user, or none that the service may see
 * @throws BelfryError `hub-failed` when the hub can't be asked
 */
export async function isAdmin(hub: Hub, name: string): Promise<boolean | undefined> {
  const { status, json } = await askHub(hub, { path: `/users/${encodeURIComponent(name)}` });
  if (status === 404) return undefined;
  const parsed = user.safeParse(json);
  if (status !== 200 || !parsed.success)
    throw new BelfryError("hub-failed", `The hub did not say who ${name} is (${status}).`);
  return parsed.data.admin;
}
