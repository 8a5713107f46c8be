import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { startInstance, type Instance } from "#lib/instance.ts";
import { basePath } from "./base-path.ts";
import { countRequest } from "./count-requests.ts";
import { trustForwarded } from "./forwarded.ts";
import { notePeer } from "./peer.ts";
import { answerStreams } from "./streams.ts";

/**
 * Starts what the server needs before its first answer. Next.js would live on and answer 500 if this rejected, so a
 * failed start says why in one line and ends the process.
 */
export async function start(): Promise<void> {
  let instance: Instance;
  try {
    instance = await startInstance();
  } catch (error) {
    process.stderr.write(`belfry: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  tellNextAuth(instance);
  const servers = new Set<Server>();
  subscribe("http.server.request.start", (message) => {
    const { request, response, server } = message as { request: IncomingMessage; response: ServerResponse; server: Server };
    if (!servers.has(server)) answerStreams(server);
    servers.add(server);
    countRequest(instance.metrics, request, response);
    notePeer(request);
    trustForwarded(request, instance.env.TRUSTED_PROXIES);
  });
  stopOnSignal(instance, servers);
}

/** Where next-auth's redirects lead: the public address, else whichever one the request came to. */
function tellNextAuth({ env: { AUTH_URL } }: Instance): void {
  if (AUTH_URL) process.env["NEXTAUTH_URL"] = `${new URL(AUTH_URL).origin}${basePath}/api/auth`;
  else process.env["AUTH_TRUST_HOST"] = "true";
}

/** SIGTERM and SIGINT: no new connections, the work in hand ends, and the process is gone within 10 s. */
function stopOnSignal(instance: Instance, servers: Set<Server>): void {
  const stop = async (signal: string) => {
    if (instance.stopping) return;
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
