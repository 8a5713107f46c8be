import type { IncomingMessage } from "node:http";
import type { RequestHead } from "#lib/auth/request-head.ts";

/** Carries the address of whoever connected to us, without a proxy in between, to where requests are answered. */
const header = "x-belfry-peer";

/** What proxies add to a request that they pass on. */
const added = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/** Says who connected; what came under this name is not believed. A request that a proxy passed on has nobody. */
export function notePeer(request: IncomingMessage): void {
  delete request.headers[header];
  if (!added.some((name) => name in request.headers)) request.headers[header] = request.socket.remoteAddress ?? "";
}

/**
 * Whether a request was made on this machine, for an address of this machine. One for another name came through a proxy
 * that does not say so, or from a page whose name leads here.
 */
export function isFromHere({ headers }: RequestHead): boolean {
  const host = URL.parse(`http://${headers.get("host") ?? ""}`)?.hostname ?? "";
  return (
    /^(127\.\d+\.\d+\.\d+|::ffff:127\.\d+\.\d+\.\d+|::1)$/.test(headers.get(header) ?? "") &&
    /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host)
  );
}
