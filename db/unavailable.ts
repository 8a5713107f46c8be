/**
 * Why the database can't be asked now, which passes, as opposed to a statement that is wrong: it does not answer, has no
 * room on its disk, only lets itself be read, takes no more connections, or all of ours are at work.
 */
export type Unavailable = "away" | "full" | "read-only" | "crowded" | "busy";

/** The driver's, Postgres's and our own codes. */
const codes: [RegExp, Unavailable][] = [
  [/^53100$/, "full"],
  [/^25006$/, "read-only"],
  [/^53300$/, "crowded"],
  [/^POOL_BUSY$/, "busy"],
  [
    /^(ECONN\w+|EPIPE|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EAI_AGAIN|CONNECT_TIMEOUT|STATEMENT_TIMEOUT)$/,
    "away",
  ],
  [/^(CONNECTION_(CLOSED|ENDED|DESTROYED)|08\w{3}|57014|57P0[1-3]|53200)$/, "away"],
];

/** Why the database can't be asked, by what a statement threw, however deep the driver's error lies. */
export function unavailable(error: unknown): Unavailable | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = "code" in at ? String(at.code) : "";
    const found = codes.find(([pattern]) => pattern.test(code));
    if (found) return found[1];
  }
  return undefined;
}
