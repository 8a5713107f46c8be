import type { Notification } from "#lib/inbox/schema.ts";
import { request } from "../http/request.ts";
import type { Row } from "./rows.ts";
import { filterParams, type View } from "./view.ts";

/** What to clear or mark: what a view shows, of which some is listed here, or what some rows show. */
export type Target = { view: View; listed: readonly Notification[] } | { rows: readonly Row[] };

/** What a request came to. */
export interface Outcome {
  /** They take it back. */
  tokens: string[];
  /** How many it took or marked, by the server's count. */
  count: number;
}

/** Clears for good until it is taken back; what is kept stays. */
export const clearOnServer = (target: Target, asOf: string): Promise<Outcome> =>
  asked(addresses(target, asOf), "DELETE", "cleared-count");

/** Marks many read. */
export const markOnServer = (target: Target, asOf: string): Promise<Outcome> =>
  asked(addresses(target, asOf), "PATCH", "marked-count", { read: true });

/** Does something to single ones that only single ones can be asked for. */
export async function changeOnServer(rows: readonly Row[], json: { read: boolean } | { kept: boolean }): Promise<void> {
  await Promise.all(itemsOf(rows).map((item) => request(addressOf(item), { method: "PATCH", json })));
}

/** Takes back what the tokens are for; the latest first, as the server wants it. */
export async function undoOnServer(tokens: readonly string[]): Promise<void> {
  for (const token of tokens.toReversed()) await request("/api/undo", { method: "POST", json: { token } });
}

/** Folds an origin away on the pages, or ends that. */
export async function muteOnServer(origin: string, muted: boolean): Promise<void> {
  await request(`/api/inbox/muted/${origin}`, { method: muted ? "PUT" : "DELETE" });
}

export const itemsOf = (rows: readonly Row[]): Notification[] => rows.flatMap(({ all }) => all);

const addressOf = ({ origin, id }: Notification): `/${string}` => `/notifications/${origin}/${id}`;

/** One request after the other, so that what was done before one fails can be told. */
async function asked(
  paths: `/${string}`[],
  method: "DELETE" | "PATCH",
  counts: string,
  json?: { read: true },
): Promise<Outcome> {
  const outcome: Outcome = { tokens: [], count: 0 };
  for (const path of paths) {
    const { headers } = await request(path, { method, ...(json && { json }) });
    const token = headers.get("undo-token");
    if (token !== null) outcome.tokens.push(token);
    outcome.count += Number(headers.get(counts) ?? 0);
  }
  return outcome;
}

/** As many as the server takes by one request. */
const mostIds = 200;

function addresses(target: Target, asOf: string): `/${string}`[] {
  if ("rows" in target) {
    const items = itemsOf(target.rows);
    const [only] = items;
    if (only && items.length === 1) return [addressOf(only)];
    const ids = items.map(({ id }) => id);
    return Array.from(
      { length: Math.ceil(ids.length / mostIds) },
      (_, n) => `/notifications?ids=${ids.slice(n * mostIds, (n + 1) * mostIds).join(",")}` as const,
    );
  }
  const { view } = target;
  const query = new URLSearchParams({
    as_of: asOf,
    ...(view.origin === undefined && { muted: "false" }),
    ...filterParams(view),
  });
  return [`/notifications${view.origin === undefined ? "" : `/${view.origin}`}?${query}`];
}
