import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { shown } from "./plain.ts";

/** What came of each server, as a table for a terminal. */
export function outcomeTable({ details = [] }: BroadcastDocument): string {
  const rows = [["user", "server", "outcome", "error", "ms"]];
  for (const { username, server, outcome, error, durationMs } of details) {
    rows.push([
      shown(username),
      shown(server) || "default",
      outcome,
      error ?? "",
      durationMs === null ? "" : String(durationMs),
    ]);
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
