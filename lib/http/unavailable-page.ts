import type { ServerResponse } from "node:http";
import type { Database } from "#db/client.ts";
import { retryAfterS } from "./problem.ts";

/**
 * Has a page that could not be drawn while the database can't be asked be answered with 503 and a time to come again. Next.js
 * answers all such pages with 500, and tells nobody why before it does.
 */
export function sayUnavailable(response: ServerResponse, { trouble }: Pick<Database, "trouble">): void {
  const begunMs = performance.now();
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  const writeTrueHead = (status: number, ...more: unknown[]) => {
    const last = status === 500 ? trouble() : undefined;
    if (last === undefined || last.atMs < begunMs) return writeHead(status, ...more);
    response.setHeader("Retry-After", retryAfterS(last.why));
    return writeHead(503, ...more);
  };
  response.writeHead = writeTrueHead;
}
