import { z } from "zod";
import { BelfryError } from "#lib/errors.ts";
import { askHub, type Hub } from "./ask-hub.ts";

/** One server of one person. */
export interface HubServer {
  username: string;
  /** Its name; empty for the default one. */
  server: string;
  ready: boolean;
  /** Its base URL as the hub lists it, escaped: `/user/alice/gpu/`. */
  url: string;
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
            started: z.string().nullish(),
          }),
        )
        .optional(),
    }),
  ),
  _pagination: z.object({ next: z.object({ offset: z.int().min(0) }).nullable() }),
});

/** A hub gives no more than 200 users a page. */
const pageLimit = 200;
const mostPages = 10_000;
/** 200 users with several servers each, and what was chosen for each at its start. */
const mostBytes = 32 * 1024 * 1024;

/**
 * All servers of a hub, named ones too, each once.
 * @param state `ready`: those that can be rung; `active`: also those that are starting or stopping
 * @throws BelfryError `hub-failed` when the hub can't be asked, or the service lacks `list:users` or `read:servers`
 */
export async function listServers(
  hub: Hub,
  { state, signal }: { state: "ready" | "active"; signal?: AbortSignal },
): Promise<HubServer[]> {
  const servers = new Map<string, HubServer>();
  let offset: number | null = 0;
  for (let pages = 0; offset !== null; pages += 1) {
    const { items, next } = await askPage(hub, { state, offset, signal });
    if (next !== null && (next <= offset || pages >= mostPages))
      throw new BelfryError("hub-failed", "The hub's list of users has no end.");
    for (const { name: username, servers: listed } of items) {
      // Without the scope the hub says nothing of servers, which must not pass for nobody being there.
      if (!listed)
        throw new BelfryError("hub-failed", "The hub shows no servers: the service lacks the scope read:servers.");
      for (const [server, { ready, stopped, url, started = null }] of Object.entries(listed)) {
        if (state === "ready" ? !ready : stopped) continue;
        servers.set(JSON.stringify([username, server]), { username, server, ready, url, started });
      }
    }
    offset = next;
  }
  return [...servers.values()];
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
  return { items: parsed.data.items, next: parsed.data._pagination.next?.offset ?? null };
}

function whyNotListed(message: string): string {
  return /credentials/i.test(message)
    ? "The hub does not accept the service's token. Check JUPYTERHUB_API_TOKEN; listing users needs the scope list:users."
    : `The hub refused to list its users: the service lacks the scope list:users${message && ` (${message})`}.`;
}
