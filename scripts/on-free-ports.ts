import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

/**
 * Starts what has to be told its ports and can't say which ones it got: others want them in their settings beforehand, or
 * it has no way to tell. Between finding a port free and listening there somebody else may take it, so that is tried again.
 * @param start throws an Error that names `EADDRINUSE` when one of the ports was taken
 */
export async function onFreePorts<T>(count: number, start: (...ports: number[]) => Promise<T>): Promise<T> {
  for (let triesLeft = 5; ; triesLeft--) {
    try {
      return await start(...(await freePorts(count)));
    } catch (error) {
      if (triesLeft === 0 || !(error as Error).message.includes("EADDRINUSE")) throw error;
    }
  }
}

/** Ports on loopback that were all free at one time, chosen by the system. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}
