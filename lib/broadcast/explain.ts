/** What a request to a lab came to. */
interface Attempted {
  httpStatus: number | undefined;
  /** Why there is no whole answer: the system's code (`ENOTFOUND`), or `timeout`. */
  reason: string | undefined;
  /** Null when it never had a connection. */
  durationMs: number | null;
}

/**
 * What really happened to a request that did not do what it should, in one line for an admin: `ENOTFOUND jupyterlab-ann`,
 * `HTTP 502 from hub:8000`, `no answer from hub:8000 in time`.
 */
export function explain({ httpStatus, reason, durationMs }: Attempted, url: string): string {
  const { host, hostname } = new URL(url);
  if (httpStatus !== undefined)
    return `HTTP ${httpStatus} from ${host}${reason === undefined ? "" : ", cut off in the middle"}`;
  if (durationMs === null) {
    if (reason === "timeout") return `no connection to ${host} in time`;
    // A name that nobody knows has no port yet.
    return `${reason} ${reason === "ENOTFOUND" ? hostname : host}`;
  }
  return reason === "timeout" ? `no answer from ${host} in time` : `${reason} from ${host}`;
}
