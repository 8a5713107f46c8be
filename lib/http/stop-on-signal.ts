import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Instance } from "#lib/instance.ts";

/** A supervisor kills what still runs ten seconds after it was told to stop; requests have until here to end by themselves. */
const answeredWithinMs = 7500;
const goneWithinMs = 9500;

/**
 * SIGTERM: `/readyz` says 503 at once, and no new work is taken. The port stays open for `DRAIN_SECONDS`, so that proxies
 * learn of it first; then no new connections come, requests in hand end by themselves, and everything is closed that they
 * need. SIGINT comes from a terminal, where nobody waits for proxies.
 */
export function stopOnSignal(instance: Instance, servers: ReadonlySet<Server>): void {
  const { env, log } = instance;
  const stop = async (signal: NodeJS.Signals) => {
    if (instance.stopping.aborted) return;
    log.info({ signal }, "stopping");
    setTimeout(() => process.exit(1), goneWithinMs).unref();
    const drainMs = signal === "SIGTERM" && env.NODE_ENV === "production" ? env.DRAIN_SECONDS * 1000 : 0;
    const late = sleep(answeredWithinMs);
    const answered = (async () => {
      await sleep(drainMs);
      const closed = Promise.all([...servers].map(closePort));
      instance.leave();
      await Promise.race([closed, late]);
      for (const server of servers) server.closeAllConnections();
    })();
    await instance.stop(answered);
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      stop(signal).catch((error: unknown) => {
        log.error({ err: error }, "stopping failed");
        process.exit(1);
      });
    });
  }
}

/** Takes no new connections, and waits for the requests on those that there are. */
async function closePort(server: Server): Promise<void> {
  // After a round of the event loop has accepted all that had come: what the system still holds for us then is reset.
  await new Promise(setImmediate);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  // A connection whose request was in hand is idle only when that has been answered.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  await promise;
  clearInterval(idle);
}
