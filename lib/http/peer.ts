import type { IncomingMessage } from "node:http";

/** Carries the address of whoever connected to us, without a proxy in between, to where requests are answered. */
const header = "x-belfry-peer";

/** Says who connected; what came under this name is not believed. A request that a proxy passed on has nobody. */
export function notePeer(request: IncomingMessage): void {
  const { "x-forwarded-for": through, forwarded } = request.headers;
  delete request.headers[header];
  if (through === undefined && forwarded === undefined) request.headers[header] = request.socket.remoteAddress ?? "";
}

/** Whether a request was made on this machine, and not through a proxy on it. */
export function isFromHere(request: Pick<Request, "headers">): boolean {
  return /^(127\.\d+\.\d+\.\d+|::ffff:127\.\d+\.\d+\.\d+|::1)$/.test(request.headers.get(header) ?? "");
}
