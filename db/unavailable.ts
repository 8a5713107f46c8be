/** The driver's and Postgres's codes for a database that can't be asked now: gone, starting, stopping or full. */
const away =
  /^(ECONN\w+|EPIPE|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EAI_AGAIN|CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED)|08\w{3}|57P0[1-3]|53[023]00)$/;

/**
 * Whether an error says that the database can't be asked now, which passes, as opposed to a statement that is wrong.
 * @returns `full` when its disk is, which somebody has to see to
 */
export function unavailable(error: unknown): "away" | "full" | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = "code" in at ? String(at.code) : "";
    if (code === "53100") return "full";
    if (away.test(code)) return "away";
  }
  return undefined;
}
