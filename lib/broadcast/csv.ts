import type { Detail } from "./document.ts";

const header = "username,server,status,outcome,error,duration_ms";

/** What came of each server as CSV (RFC 4180), one line each. */
export function csvOf(details: readonly Detail[]): string {
  const lines = details.map(({ username, server, status, outcome, error, durationMs }) =>
    [username, server, status, outcome, error ?? "", durationMs ?? ""].map((value) => cell(String(value))).join(","),
  );
  return [header, ...lines, ""].join("\r\n");
}

/**
 * Spreadsheets run a cell that begins like a formula, in characters of full width too, and some take other separators than a comma for the end of a cell: an
 * apostrophe before each place where a formula might begin keeps it text.
 */
function cell(value: string): string {
  const safe = value.replace(/(^|[;,|\t\r\n])(["']*\s*)(?=[=+\-@＝＋－＠\t\r])/g, "$1'$2");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
