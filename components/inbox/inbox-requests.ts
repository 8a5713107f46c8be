import { request } from "../http/request.ts";
import type { Row } from "./rows.ts";

/** What to clear or mark: everything, an origin, or what one row shows. */
export type Target = { origin?: string } | { row: Row };

/** Clears for good until it is taken back. @returns the tokens that do so */
export async function clearOnServer(target: Target, asOf: string): Promise<string[]> {
  const answers = await Promise.all(addresses(target, asOf).map((path) => request(path, { method: "DELETE" })));
  return answers.flatMap(({ headers }) => headers.get("undo-token") ?? []);
}

/** Marks read, or a row unread. */
export async function markOnServer(target: Target, asOf: string, read: boolean): Promise<void> {
  await Promise.all(addresses(target, asOf).map((path) => request(path, { method: "PATCH", json: { read } })));
}

/** Takes back what the tokens are for; the latest first, as the server wants it. */
export async function undoOnServer(tokens: readonly string[]): Promise<void> {
  for (const token of tokens.toReversed()) await request("/api/undo", { method: "POST", json: { token } });
}

/** Folds an origin away on the pages, or ends that. */
export async function muteOnServer(origin: string, muted: boolean): Promise<void> {
  await request(`/api/inbox/muted/${origin}`, { method: muted ? "PUT" : "DELETE" });
}

function addresses(target: Target, asOf: string): `/${string}`[] {
  if ("row" in target) return target.row.all.map(({ origin, id }) => `/notifications/${origin}/${id}` as const);
  return [`/notifications${target.origin === undefined ? "" : `/${target.origin}`}?as_of=${asOf}`];
}
