import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { createHubClient, type HubClient, type HubClientOptions } from "../client.ts";
import { bodyOf, httpServer } from "./servers.ts";

/** A client of a hub that has been started; both end with the test. */
export function connected<H extends { apiUrl: string; apiToken: string; close: () => Promise<void> }>(
  hub: H,
): { hub: H; client: HubClient } {
  onTestFinished(() => hub.close());
  return { hub, client: clientOf(hub) };
}

/** A client that ends with the test. */
export function clientOf(
  { apiUrl, apiToken = "service-token" }: { apiUrl: string; apiToken?: string },
  more: Partial<HubClientOptions> = {},
): HubClient {
  const client = createHubClient({ apiUrl, apiToken, timeoutMs: 5000, ...more });
  onTestFinished(() => client.close());
  return client;
}

/** A request as it came. */
interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A hub that answers as told, one answer after another, the last one for ever. */
export async function scripted(...answers: ((response: ServerResponse, request: IncomingMessage) => void)[]) {
  const seen: Seen[] = [];
  const server = await httpServer((request, response) => {
    void bodyOf(request).then((body) => {
      seen.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
      answers[Math.min(seen.length, answers.length) - 1]?.(response, request);
    });
  });
  return { seen, apiUrl: `${server.origin}/hub/api` };
}

/** An answer in JSON. */
export const says =
  (status: number, value: unknown, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
