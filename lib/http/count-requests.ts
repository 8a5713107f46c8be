import type { IncomingMessage, ServerResponse } from "node:http";
import type { Metrics } from "#lib/metrics/open-metrics.ts";
import { streamEvents } from "./endpoints/live.ts";
import { routeName } from "./route-name.ts";

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Counts a request once its answer is out, or its sender gone. */
export function countRequest(
  { answered }: Pick<Metrics, "answered">,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const begunMs = performance.now();
  const { url = "", method = "" } = request;
  response.once("close", () => {
    const route = routeName(url);
    answered({
      route,
      method: methods.has(method) ? method : "other",
      // As nginx writes it: the client went away before there was an answer.
      status: response.headersSent ? response.statusCode : 499,
      durationMs: route === streamEvents.path ? undefined : performance.now() - begunMs,
    });
  });
}
