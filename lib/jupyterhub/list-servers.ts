import { z } from "zod";
import { BelfryError } from "#lib/errors.ts";
import { askHub, type Hub } from "./ask-hub.ts";

/** One server of one person. */
export interface HubServer {
  username: string;
  /** Its name; empty for the default one. */
  server: string;
  ready: boolean;
  /** Its base URL as the hub lists it, escaped: `/user/alice/gpu/`, or a whole address where people have their own hosts. */
  url: string;
  /** Its whole address where the hub says it apart. */
  fullUrl?: string;
  /** When it was started, as the hub writes it; another time is another server. */
  started: string | null;
}

const page = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      servers: z
        .record(
          z.string(),
          z.object({
            ready: z.boolean(),
            stopped: z.boolean().optional(),
            url: z.string(),
            full_url: z.string().nullish(),
            started: z.string().nullish(),
          }),
        )
        .optional(),
    }),
  ),
  _pagination: z.object({ total: z.int().min(0).optional(), next: z.object({ offset: z.int().min(0) }).nullable() }),
});

/** A hub gives no more than 200 users a page. */
const pageLimit = 200;
const mostPages = 10_000;
/** 200 users with several servers each, and what was chosen for each at its start. */
const mostBytes = 32 * 1024 * 1024;

/** People come and go while their list is paged, which shifts it: so often it is listed in all until it stood still. */
const mostListings = 5;

interface ListInput {
  state: "ready" | "active";
  signal?: AbortSignal;
  /** Called when the list never stood still, so that a server may be missing. */
  onUnsettled?: () => void;
}

/**
 * All servers of a hub, named ones too, each once. Where the list was seen to shift between two pages it is listed again;
 * one that never stands still gives all that was seen of it.
 * @param state `ready`: those that can be rung; `active`: also those that are starting or stopping
 * @throws BelfryError `hub-failed` when the hub can't be asked, or the service lacks `list:users` or `read:servers`
 */
export async function listServers(hub: Hub, input: ListInput): Promise<HubServer[]> {
  const seen = new Map<string, HubServer>();
  for (let listings = 0; listings < mostListings; listings += 1) {
    const { servers, shifted } = await listOnce(hub, input);
    if (!shifted) return [...servers.values()];
    for (const [key, server] of servers) seen.set(key, server);
  }
  input.onUnsettled?.();
  return [...seen.values()];
}

async function listOnce(
  hub: Hub,
  { state, signal }: ListInput,
): Promise<{ servers: Map<string, HubServer>; shifted: boolean }> {
  const servers = new Map<string, HubServer>();
  const users = new Set<string>();
  let shifted = false;
  let firstTotal: number | undefined;
  /** Who has to come first on the next page, since pages overlap by one. */
  let expected: string | undefined;
  let offset: number | null = 0;
  for (let pages = 0; offset !== null; pages += 1) {
    const { items, next, total } = await askPage(hub, { state, offset, signal });
    if (next !== null && (next <= offset || pages >= mostPages))
      throw new BelfryError("hub-failed", "The hub's list of users has no end.");
    firstTotal ??= total;
    shifted ||= total !== firstTotal || (expected !== undefined && items[0]?.name !== expected);
    for (const { name: username, servers: listed } of items) {
      shifted ||= users.has(username) && username !== expected;
      users.add(username);
      // Without the scope the hub says nothing of servers, which must not pass for nobody being there.
      if (!listed)
        throw new BelfryError("hub-failed", "The hub shows no servers: the service lacks the scope read:servers.");
      for (const [server, { ready, stopped, url, full_url: fullUrl, started = null }] of Object.entries(listed)) {
        if (state === "ready" ? !ready : stopped) continue;
        const key = JSON.stringify([username, server]);
        servers.set(key, { username, server, ready, url, started, ...(fullUrl && { fullUrl }) });
      }
    }
    // Of a page that the hub has thinned out it can't be told who stood last on it.
    const overlaps: boolean = next !== null && items.length === next - offset && next - 1 > offset;
    expected = overlaps ? items.at(-1)?.name : undefined;
    offset = next !== null && overlaps ? next - 1 : next;
  }
  return { servers, shifted };
}

async function askPage(
  hub: Hub,
  { state, offset, signal }: { state: string; offset: number; signal: AbortSignal | undefined },
) {
  const { status, json, message } = await askHub(hub, {
    // The offset alone is taken from `next`: its address may be one that only others can reach, or not the hub's.
    path: `/users?state=${state}&offset=${offset}&limit=${pageLimit}`,
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
