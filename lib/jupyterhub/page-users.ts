import { z } from "zod";
import { BelfryError } from "#lib/errors.ts";
import { askHub, type Hub } from "./ask-hub.ts";

/** A hub gives no more than 200 users a page. */
const pageLimit = 200;
const mostPages = 10_000;
/** 200 users with several servers each, and what was chosen for each at its start. */
const mostBytes = 32 * 1024 * 1024;

/** People come and go while their list is paged, which shifts it: so often it is listed in all until it stood still. */
const mostListings = 5;

export interface PageInput<T> {
  /** What is read of each user, as {@link pageOf} takes it. */
  page: UserPage<T>;
  /** Which of them: `active`, `ready`; all of them unless given. */
  state?: string;
  signal?: AbortSignal | undefined;
  /** Called when the list never stood still, so that somebody may be missing. */
  onUnsettled?: (() => void) | undefined;
}

/**
 * Users of a hub from all pages, by name. Where the list was seen to shift between two pages it is read again; one that
 * never stands still gives all that was seen of it.
 * @throws BelfryError `hub-failed` when the hub can't be asked, or the service lacks `list:users`
 */
export async function pageUsers<T extends { name: string }>(hub: Hub, input: PageInput<T>): Promise<Map<string, T>> {
  const seen = new Map<string, T>();
  for (let listings = 0; listings < mostListings; listings += 1) {
    const { users, shifted } = await listOnce(hub, input);
    if (!shifted) return users;
    for (const [name, user] of users) seen.set(name, user);
  }
  input.onUnsettled?.();
  return seen;
}

async function listOnce<T extends { name: string }>(
  hub: Hub,
  input: PageInput<T>,
): Promise<{ users: Map<string, T>; shifted: boolean }> {
  const users = new Map<string, T>();
  let shifted = false;
  let firstTotal: number | undefined;
  /** Who has to come first on the next page, since pages overlap by one. */
  let expected: string | undefined;
  let offset: number | null = 0;
  for (let pages = 0; offset !== null; pages += 1) {
    const { items, next, total }: Page<T> = await askPage(hub, input, offset);
    if (next !== null && (next <= offset || pages >= mostPages))
      throw new BelfryError("hub-failed", "The hub's list of users has no end.");
    firstTotal ??= total;
    shifted ||= total !== firstTotal || (expected !== undefined && items[0]?.name !== expected);
    for (const user of items) {
      shifted ||= users.has(user.name) && user.name !== expected;
      users.set(user.name, user);
    }
    // Of a page that the hub has thinned out it can't be told who stood last on it.
    const overlaps: boolean = next !== null && items.length === next - offset && next - 1 > offset;
    expected = overlaps ? items.at(-1)?.name : undefined;
    offset = next !== null && overlaps ? next - 1 : next;
  }
  return { users, shifted };
}

interface Page<T> {
  items: T[];
  total: number | undefined;
  next: number | null;
}

const pagination = z.object({
  total: z.int().min(0).optional(),
  next: z.object({ offset: z.int().min(0) }).nullable(),
});

type UserPage<T> = z.ZodType<{ items: T[]; _pagination: z.output<typeof pagination> }>;

/** A page of users as the hub gives it. Made once: zod writes and compiles a parser for each object it is asked to make. */
export const pageOf = <T>(user: z.ZodType<T>): UserPage<T> =>
  z.object({ items: z.array(user), _pagination: pagination });

async function askPage<T>(hub: Hub, { page, state, signal }: PageInput<T>, offset: number): Promise<Page<T>> {
  const { status, json, message } = await askHub(hub, {
    // The offset alone is taken from `next`: its address may be one that only others can reach, or not the hub's.
    path: `/users?${state === undefined ? "" : `state=${state}&`}offset=${offset}&limit=${pageLimit}`,
    // Without it the hub gives the first page and doesn't say that there are more.
    accept: "application/jupyterhub-pagination+json",
    mostBytes,
    signal,
  });
  if (status === 401 || status === 403) throw new BelfryError("hub-failed", whyNotListed(message));
  const parsed = page.safeParse(json);
  if (status !== 200 || !parsed.success) {
    throw new BelfryError(
      "hub-failed",
      `The hub did not list its users (${status}${message && `: ${message}`}). JupyterHub 2.0 or newer is needed.`,
    );
  }
  const { total, next } = parsed.data._pagination;
  return { items: parsed.data.items, total, next: next?.offset ?? null };
}

function whyNotListed(message: string): string {
  return /credentials/i.test(message)
    ? "The hub does not accept the service's token. Check JUPYTERHUB_API_TOKEN; listing users needs the scope list:users."
    : `The hub refused to list its users: the service lacks the scope list:users${message && ` (${message})`}.`;
}
