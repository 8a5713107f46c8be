/** What the driver, the system and Postgres itself call it when there is no connection, or it has just ended. */
const codes = /^(ECONN\w+|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EPIPE|ETIMEDOUT|EAI_AGAIN|CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED)|08\w{3}|57P0[1-3]|53300)$/;

/** Whether a statement failed because the database can't be reached just now: another try, later, may well succeed. */
export function isDatabaseAway(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) {
    if ("code" in one && typeof one.code === "string" && codes.test(one.code)) return true;
  }
  return false;
}
