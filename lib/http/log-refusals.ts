import type { IncomingMessage, ServerResponse } from "node:http";
import { addressOf } from "#lib/auth/address.ts";
import type { RequestHead } from "#lib/auth/request-head.ts";
import { networkOf } from "#lib/limits/network.ts";
import type { Log } from "#lib/log.ts";
import { DirectRequest } from "./api-request.ts";
import { routeName } from "./route-name.ts";
import { sparingly } from "./sparingly.ts";

const refusals = new Set([401, 403, 429]);

/** Lines a minute, of all and of one address with one status: whoever floods us shall not fill the log too. */
const bounds = { most: 100, mostOfOneKind: 10 };

/**
 * Writes a line for each request that was refused, whichever door it came to: who, from where, at what. The route is named
 * and not the address, and of headers only who led here, so that no secret gets into it.
 * @param whoAsks the name of whoever sends a request, if it is known; asked only for what is written
 */
export function logRefusals(
  log: Log,
  whoAsks: (request: RequestHead) => Promise<string | undefined>,
): (request: IncomingMessage, response: ServerResponse) => void {
  const isWritten = sparingly(bounds, (count) => log.info({ count }, "refusals were left out of the log, to be brief"));
  return (request, response) =>
    response.once("close", () => {
      const status = response.statusCode;
      if (!refusals.has(status) || !response.headersSent) return;
      const asked = new DirectRequest(request, response);
      const address = addressOf(asked);
      if (!isWritten(`${status} ${networkOf(address)}`)) return;
      const line = {
        status,
        method: asked.method.slice(0, 20),
        route: routeName(asked.url),
        address,
        via: asked.has("authorization") ? "token" : asked.has("cookie") ? "session" : "nothing",
        site: asked.get("sec-fetch-site")?.slice(0, 20),
        origin: asked.get("origin")?.slice(0, 200),
      };
      // A 401 says that nobody is known; who can't be found out now stays unnamed.
      const asking = status === 401 ? Promise.resolve(undefined) : whoAsks(asked).catch(() => undefined);
      void asking.then((who) => log.info({ ...line, who }, "refused"));
    });
}
