import type { ConnectionPool } from "./connection-pool.ts";
import type { ExchangeRequest } from "./exchange.ts";

/** A lab belongs to its user and may answer without end; this much of it is read. */
const mostBytes = 64 * 1024;

export interface LabRequest {
  pool: ConnectionPool;
  /** Where the lab's ingest listens, as `labUrl` gives it. */
  url: string;
  /** A token that is good at this lab alone. */
  token: string;
  /** From the request's own start to the last byte of its answer; 5,000 unless given. */
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** The request to a lab as `exchange` takes it; with a body it is posted. */
export function labRequest({
  pool,
  url,
  token,
  timeoutMs = 5000,
  signal,
  body,
}: LabRequest & { body?: string }): ExchangeRequest {
  const { origin, pathname, search } = URL.parse(url) ?? { origin: url, pathname: "/", search: "" };
  return {
    pool,
    method: body ? "POST" : "GET",
    origin,
    path: pathname + search,
    // `Bearer` would be refused: a lab outside the hub's own single-user class knows `token` alone.
    headers: {
      authorization: `token ${token}`,
      accept: "application/json",
      ...(body && { "content-type": "application/json" }),
    },
    body,
    timeoutMs,
    mostBytes,
    signal,
  };
}
