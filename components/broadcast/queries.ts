import { keepPreviousData, queryOptions, type QueryClient } from "@tanstack/react-query";
import type { BroadcastDocument, SavedMessage, SentBroadcast } from "#lib/broadcast/document.ts";
import { address } from "../http/address.ts";
import { RequestError } from "../http/request-error.ts";
import { requestJson } from "../http/request.ts";
import type { Outcome } from "./outcome-look.ts";

const base = "/hub/api/notifications";

/** A lab that runs or is starting; `server` is empty for a person's default one. */
export interface ActiveLab {
  username: string;
  server: string;
  ready: boolean;
  /** When it was started, and when somebody last did something there, as far as the hub says. */
  started: string | null;
  lastActivity?: string;
}

/** The labs of the hub, or why they can't be listed: no hub is configured (`off`), or it did not answer as it should. */
export type Labs =
  | { state: "listed"; labs: ActiveLab[]; warning?: string | undefined }
  | { state: "off" }
  | { state: "hub-failed"; reason: string };

/** What is running at the hub now. A hub that refuses is an answer too, with its reason, and not an error. */
export const labsQuery = queryOptions({
  queryKey: ["labs"],
  queryFn: async ({ signal }): Promise<Labs> => {
    try {
      const { servers, warning } = await requestJson<{ servers: ActiveLab[]; warning?: string }>(
        `${base}/active-servers`,
        { signal },
      );
      return { state: "listed", labs: servers, warning };
    } catch (error) {
      if (error instanceof RequestError && error.status === 503) return { state: "off" };
      if (error instanceof RequestError && error.status === 502) return { state: "hub-failed", reason: error.message };
      throw error;
    }
  },
  staleTime: 30_000,
  refetchInterval: 60_000,
});

/** Whom recipients stand for, as the hub knows them. */
export interface CheckedRecipients {
  usernames: string[];
  unknown: string[];
}

/** Asks the hub about recipients that have no running lab, or are groups. */
export const recipientsQuery = (recipients: readonly string[]) =>
  queryOptions({
    queryKey: ["recipients", ...recipients],
    queryFn: ({ signal }) =>
      requestJson<CheckedRecipients>(`${base}/recipients`, { method: "POST", json: { recipients }, signal }),
    enabled: recipients.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });

/** A lab, and whether it has the receiving extension; one that is still starting was not asked, nor any once a send began. */
export interface ProbedLab extends ActiveLab {
  extension?: "installed" | "missing" | "unreachable";
  /** Why it is unreachable. */
  reason?: string;
}

const probeLabs = async (parameters: string, signal: AbortSignal) =>
  (await requestJson<{ servers: ProbedLab[] }>(`${base}/active-servers?${parameters}`, { signal })).servers;

const probe = (parameters: string) =>
  queryOptions({
    queryKey: ["labs", "probed"],
    queryFn: ({ signal }) => probeLabs(parameters, signal),
    staleTime: 300_000,
    retry: false,
  });

/**
 * Asks every lab, without sending anything, whether it has the extension. The hub makes a token for each, so an answer
 * is good for five minutes, unless somebody asks again.
 */
export const probeQuery = probe("probe=true");

/**
 * The same while somebody writes: each lab also gets a token made for it, so that the send need not wait for the hub.
 * Tokens are good for four minutes; asked again and again, it makes anew those that end soon.
 */
export const warmQuery = queryOptions({
  queryKey: ["labs", "warmed"],
  queryFn: async ({ client, signal }) => {
    const labs = await probeLabs("probe=true&warm=true", signal);
    client.setQueryData(probeQuery.queryKey, labs);
    return labs;
  },
  staleTime: 20_000,
  refetchInterval: 30_000,
  retry: false,
});

/** The same, asked now: whatever the labs said before is forgotten. */
export const probeAgainQuery = { ...probe("probe=true&fresh=true"), staleTime: 0 };

const atWork = (state: BroadcastDocument["state"]) => state === "running";

/** A broadcast's totals, without its servers: small, so that it can be asked for often while the labs are rung. */
export const progressQuery = (id: number) =>
  queryOptions({
    queryKey: ["broadcast", id],
    queryFn: ({ signal }) => requestJson<BroadcastDocument>(`${base}/broadcast/${id}?details=false`, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data && atWork(data.state) ? 500 : data?.state === "scheduled" || data?.state === "waiting" ? 5000 : false,
  });

/**
 * Every server of a broadcast. `running`: whether outcomes still come in; the last ones are asked for when they end, and
 * again when `total` grows because a lab has started since.
 */
export const detailsQuery = (id: number, running: boolean, total: number) =>
  queryOptions({
    queryKey: [...progressQuery(id).queryKey, "details", running, total],
    queryFn: async ({ signal }) =>
      (await requestJson<BroadcastDocument>(`${base}/broadcast/${id}`, { signal })).details ?? [],
    refetchInterval: running ? 2000 : false,
    placeholderData: keepPreviousData,
  });

export const ranges = ["24h", "7d", "30d", "all"] as const;
export type Range = (typeof ranges)[number];

const dayMs = 24 * 60 * 60 * 1000;
const rangeMs: Record<Exclude<Range, "all">, number> = { "24h": dayMs, "7d": 7 * dayMs, "30d": 30 * dayMs };

/** The moment a range begins; nothing for `all`. */
export function rangeStart(range: Range, nowMs: number): Date | undefined {
  return range === "all" ? undefined : new Date(nowMs - rangeMs[range]);
}

/** How many past broadcasts are shown at first. */
export const firstPage = 50;
export const firstRange: Range = "7d";

/** What the address calls the range. */
export const rangeParam = "sent";

/** The range that an address names. */
export const rangeOf = (given: string | null | undefined): Range =>
  ranges.find((range) => range === given) ?? firstRange;

/** All queries of past broadcasts begin with it. */
export const sentKey = ["sent"] as const;

const listSent = async (query: Record<string, string>, signal: AbortSignal) =>
  (await requestJson<{ notifications: SentBroadcast[] }>(`${base}/sent?${new URLSearchParams(query)}`, { signal }))
    .notifications;

/** Past broadcasts, newest first. */
export const sentQuery = (range: Range, limit: number) =>
  queryOptions({
    queryKey: [...sentKey, range, limit],
    queryFn: ({ signal }) => {
      const since = rangeStart(range, Date.now());
      return listSent({ open: "false", limit: String(limit), ...(since && { since: since.toISOString() }) }, signal);
    },
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });

/** The most that the endpoint gives at once. */
export const mostSent = 500;

/** What is to come, runs, or waits for labs that start later. Asked for again while one of them is at work. */
export const openQuery = queryOptions({
  queryKey: [...sentKey, "open"],
  queryFn: ({ signal }) => listSent({ open: "true", limit: String(mostSent) }, signal),
  refetchInterval: ({ state: { data } }) => (data?.some(({ state }) => atWork(state)) ? 2000 : 30_000),
});

/** Fetches a broadcast again wherever it is shown, after something was done to it. */
export const refreshBroadcast = (queries: QueryClient, id: number) =>
  Promise.all([
    queries.invalidateQueries({ queryKey: progressQuery(id).queryKey }),
    queries.invalidateQueries({ queryKey: sentKey }),
  ]);

/** What the address calls a broadcast that is to be written again, and of which outcome's people alone. */
export const againParam = "again";
export const againOfParam = "of";

/** Where a broadcast is taken back onto the form, for whom it was or for those alone who had one outcome. */
export const againAddress = (id: number, outcome?: Outcome) =>
  `/hub/notifications?${new URLSearchParams({ [againParam]: String(id), ...(outcome && { [againOfParam]: outcome }) })}` as const;

/** Where a browser finds what came of each server, as a table. */
export const csvAddress = (id: number) => address(`${base}/broadcast/${id}/csv`);

/** Messages kept for the next time, the one used last first. */
export const savedQuery = queryOptions({
  queryKey: ["saved"],
  queryFn: async ({ signal }) => (await requestJson<{ saved: SavedMessage[] }>(`${base}/saved`, { signal })).saved,
});

/** Fetches them again, after something was done to one. */
export const refreshSaved = (queries: QueryClient) => queries.invalidateQueries({ queryKey: savedQuery.queryKey });
