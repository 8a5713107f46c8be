import { Resolver } from "node:dns/promises";
import { ConnectionPool, type ConnectionPoolOptions } from "./connection-pool.ts";
import { createLabLookup } from "./lab-lookup.ts";

export interface LabConnectionsOptions extends Pick<ConnectionPoolOptions, "mostConnections" | "tls"> {
  /** Of a request: half of it is for a name to be looked up. */
  timeoutMs: number;
  resolver?: Resolver;
}

/** The connections to labs, shared by all that goes on at once. The caller destroys them. */
export function openLabConnections({ timeoutMs, resolver, ...options }: LabConnectionsOptions): ConnectionPool {
  const lookup = createLabLookup(resolver ?? new Resolver({ timeout: Math.ceil(timeoutMs / 2), tries: 2 }));
  return new ConnectionPool({ ...options, lookup });
}
