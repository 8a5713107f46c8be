import type { IncomingMessage, Server, ServerResponse } from "node:http";

/**
 * Lets somebody see each request of a server before its own listeners, which are those of Next.js.
 * @param takes answers the request and says so, or leaves it to them, now or when it has looked further
 */
export function inFront(
  server: Server,
  takes: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>,
): void {
  const others = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const goOn = (taken: boolean) => {
      if (!taken) for (const listener of others) Reflect.apply(listener, server, [request, response]);
    };
    const taken = takes(request, response);
    if (typeof taken === "boolean") goOn(taken);
    else void taken.then(goOn);
  });
}
