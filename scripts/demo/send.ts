import { setTimeout as sleep } from "node:timers/promises";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";

/**
 * Sends one broadcast through the public API and follows it to its end.
 * @param progress told after each look how far it is
 * @throws Error with the server's own words when it is refused
 */
export async function sendOne(
  { url, token, message, type }: { url: string; token: string; message: string; type: string },
  progress: (document: BroadcastDocument) => void,
): Promise<BroadcastDocument> {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const accepted = await fetch(`${url}/hub/api/notifications/broadcast`, {
    method: "POST",
    headers: { ...headers, Prefer: "respond-async" },
    body: JSON.stringify({ message, variant: type }),
  });
  const answer = (await accepted.json()) as BroadcastDocument & { detail?: string };
  if (!accepted.ok) throw new Error(answer.detail ?? `the server answered ${accepted.status}`);
  for (;;) {
    const response = await fetch(`${url}/hub/api/notifications/broadcast/${answer.id}`, { headers });
    const document = (await response.json()) as BroadcastDocument;
    progress(document);
    if (document.state !== "running" && document.state !== "scheduled") return document;
    await sleep(200);
  }
}

/** The result as a table for a terminal, a line a server. */
export function table({ details = [] }: BroadcastDocument): string {
  const rows = [["user", "server", "outcome", "error", "ms"]];
  for (const { username, server, outcome, error, durationMs } of details) {
    rows.push([username, server || "default", outcome, error ?? "", durationMs === null ? "" : String(durationMs)]);
  }
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 4 ? cell.padStart(6) : cell.padEnd(widths[column] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
