import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { basePath } from "#lib/base-path.ts";
import { env } from "#lib/env.ts";
import type { Instance } from "#lib/instance.ts";
import { checkPrefix } from "./check-prefix.ts";
import { countRequest } from "./count-requests.ts";
import { trustForwarded } from "./forwarded.ts";
import { standBefore } from "./stand-before.ts";
import { notePeer } from "./peer.ts";

/**
 * Starts what the server needs before its first answer. Next.js would live on and answer 500 if this rejected, so a
 * failed start says why in one line and ends the process.
 */
export async function start(startInstance: () => Promise<Instance>): Promise<void> {
  let instance: Instance;
  try {
    checkPrefix(env().JUPYTERHUB_SERVICE_PREFIX, basePath);
    instance = await startInstance();
  } catch (error) {
    process.stderr.write(`belfry: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  const servers = new Set<Server>();
  const sayNotBelieved = onceAMinute((peer: string) =>
    instance.log.warn(
      { peer },
      "X-Forwarded-* headers of an address that TRUSTED_PROXIES does not name are not believed",
    ),
  );
  subscribe("http.server.request.start", (message) => {
    const { request, response, server } = message as {
      request: IncomingMessage;
      response: ServerResponse;
      server: Server;
    };
    if (!servers.has(server)) standBefore(server, instance);
    servers.add(server);
    countRequest(instance.metrics, request, response);
    notePeer(request);
    trustForwarded(request, instance.env.TRUSTED_PROXIES, sayNotBelieved);
  });
  stopOnSignal(instance, servers);
}

/** Whoever can make us write a line writes no more than one a minute. */
function onceAMinute<T>(say: (about: T) => void): (about: T) => void {
  let untilMs = 0;
  return (about) => {
    if (performance.now() < untilMs) return;
    untilMs = performance.now() + 60_000;
    say(about);
  };
}

/** SIGTERM and SIGINT: no new connections, the work in hand ends, and the process is gone within 10 s. */
function stopOnSignal(instance: Instance, servers: Set<Server>): void {
  const stop = async (signal: string) => {
    if (instance.stopping.aborted) return;
    instance.log.info({ signal }, "stopping");
    setTimeout(() => process.exit(1), 9500).unref();
    const closed = [...servers].map((server) => new Promise((resolve) => server.close(resolve)));
    for (const server of servers) server.closeIdleConnections();
    await instance.stop();
    for (const server of servers) server.closeAllConnections();
    await Promise.all(closed);
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      stop(signal).catch((error: unknown) => {
        instance.log.error({ err: error }, "stopping failed");
        process.exit(1);
      });
    });
  }
}
