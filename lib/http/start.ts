import { channel, subscribe } from "node:diagnostics_channel";
import type { Server } from "node:http";
import { requestActor } from "#lib/auth/actor.ts";
import type { Instance } from "#lib/instance.ts";
import { countRequest } from "./count-requests.ts";
import { trustForwarded } from "./forwarded.ts";
import { inFront } from "./in-front.ts";
import { logRefusals } from "./log-refusals.ts";
import { toOriginForm } from "./origin-form.ts";
import { standBefore } from "./stand-before.ts";
import { notePeer } from "./peer.ts";
import { readyChannel } from "./ready-channel.ts";
import { stopOnSignal } from "./stop-on-signal.ts";
import { sayUnavailable } from "./unavailable-page.ts";

/**
 * Starts what the server needs before its first answer. Next.js would live on and answer 500 if this rejected, so a
 * failed start says why in one line and ends the process.
 */
export async function start(startInstance: () => Promise<Instance>): Promise<void> {
  let instance: Instance;
  try {
    instance = await startInstance();
  } catch (error) {
    process.stderr.write(`belfry: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  const servers = new Set<Server>();
  const standOnce = (server: Server) => {
    if (servers.has(server)) return;
    servers.add(server);
    standBefore(server, instance);
    beforeAll(server, instance);
  };
  // `npm start` holds requests until it is told; where Next.js listens by itself, a server is known by its first request.
  subscribe("http.server.request.start", (message) => standOnce((message as { server: Server }).server));
  channel(readyChannel).publish({ standBefore: standOnce });
  stopOnSignal(instance, servers);
}

/** What is noted of every request, whoever answers it. */
function beforeAll(server: Server, running: Instance): void {
  const { env, log, metrics, database, stopping } = running;
  const noteRefusal = logRefusals(log, async (request) => (await requestActor(running, request))?.username);
  const sayNotBelieved = onceAMinute((peer: string) =>
    log.warn({ peer }, "X-Forwarded-* headers of an address that TRUSTED_PROXIES does not name are not believed"),
  );
  inFront(server, (request, response) => {
    toOriginForm(request);
    countRequest(metrics, request, response);
    noteRefusal(request, response);
    notePeer(request);
    sayUnavailable(response, database);
    trustForwarded(request, env.TRUSTED_PROXIES, sayNotBelieved);
    // A proxy's next request is to come on a new connection, so that none is on its way when the port closes.
    if (stopping.aborted) response.setHeader("Connection", "close");
    return false;
  });
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
