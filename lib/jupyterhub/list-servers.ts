import { z } from "zod";
import { BelfryError } from "#lib/errors.ts";
import type { Hub } from "./ask-hub.ts";
import { pageOf, pageUsers, type PageInput } from "./page-users.ts";

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
  /** When somebody last did something there, as the hub writes it; nothing while it knows of nothing. */
  lastActivity?: string;
}

const page = pageOf(
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
          last_activity: z.string().nullish(),
        }),
      )
      .optional(),
  }),
);

export interface ListServersInput extends Pick<PageInput<unknown>, "signal" | "onUnsettled"> {
  /** `ready`: those that can be rung; `active`: also those that are starting or stopping. */
  state: "ready" | "active";
}

/**
 * All servers of a hub, named ones too, each once.
 * @throws BelfryError `hub-failed` when the hub can't be asked, or the service lacks `list:users` or `read:servers`
 */
export async function listServers(hub: Hub, { state, signal, onUnsettled }: ListServersInput): Promise<HubServer[]> {
  const users = await pageUsers(hub, { page, state, signal, onUnsettled });
  return [...users.values()].flatMap(({ name: username, servers: listed }) => {
    // Without the scope the hub says nothing of servers, which must not pass for nobody being there.
    if (!listed)
      throw new BelfryError("hub-failed", "The hub shows no servers: the service lacks the scope read:servers.");
    return Object.entries(listed)
      .filter(([, { ready, stopped }]) => (state === "ready" ? ready : !stopped))
      .map(([server, { ready, url, full_url: fullUrl, started = null, last_activity: lastActivity }]) => ({
        ...{ username, server, ready, url, started },
        ...(fullUrl && { fullUrl }),
        ...(lastActivity && { lastActivity }),
      }));
  });
}
