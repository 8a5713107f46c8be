import assert from "node:assert/strict";
import { Pool } from "undici";
import { cpuTimeMs } from "./cpu-time.ts";
import { perSecond } from "./medians.ts";

/** One request, and the status that it is to be answered with. */
export interface Asked {
  method?: "GET" | "POST";
  path: string;
  headers?: Record<string, string>;
  body?: string;
  status: number;
}

/** The same work again and again over connections that stay open, one request at a time on each. */
export interface Load {
  connections: number;
  requests: number;
  next: () => Asked;
}

/** Whom it is put on, and whose processor time counts: the server's and its database's, each with its children. */
export interface Target {
  url: string;
  pids: readonly number[];
}

/** Puts a load on a server. @returns ms of processor time a request */
export async function cpuMsPerRequest({ url, pids }: Target, { connections, requests, next }: Load): Promise<number> {
  const pool = new Pool(url, { connections, pipelining: 1 });
  try {
    const before = cpuTimeMs(pids);
    await perSecond(requests, connections, () => ask(pool, next()));
    return (cpuTimeMs(pids) - before) / requests;
  } finally {
    await pool.close();
  }
}

/** One request over a connection of a pool. @throws AssertionError when its status is another than it is to be */
export async function ask(pool: Pool, { status, method = "GET", path, headers, body }: Asked): Promise<void> {
  const answer = await pool.request({ path, method, ...(headers && { headers }), ...(body !== undefined && { body }) });
  await answer.body.dump({ limit: Infinity });
  assert.equal(answer.statusCode, status, `${method} ${path}`);
}
