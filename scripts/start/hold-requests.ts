import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { readyChannel } from "#lib/http/ready-channel.ts";

/**
 * Has requests wait that come while the application still starts. Whoever is answered with an error instead may not ask
 * again: an `EventSource` gives up for good.
 */
export function holdRequests(server: Server): void {
  const listeners = server.listeners("request");
  server.removeAllListeners("request");
  const held: [IncomingMessage, ServerResponse][] = [];
  server.on("request", (...asked: [IncomingMessage, ServerResponse]) => held.push(asked));
  subscribe(readyChannel, function release(message) {
    unsubscribe(readyChannel, release);
    server.removeAllListeners("request");
    for (const listener of listeners) server.on("request", listener as (...args: unknown[]) => void);
    (message as { standBefore: (server: Server) => void }).standBefore(server);
    for (const asked of held) server.emit("request", ...asked);
  });
}
