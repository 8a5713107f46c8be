import { once } from "node:events";
import { createServer, connect, type AddressInfo, type Socket } from "node:net";
import { parseAddress } from "#db/address.ts";
import { endpointOf } from "#db/session.ts";

/** A way to another address that can be shut: open connections end at once, new ones are refused. */
export interface Gate {
  /** The same address, by way of the gate. */
  url: string;
  shut: () => Promise<void>;
  open: () => Promise<void>;
}

/** Makes a gate, open, in front of a database: on TCP, wherever that one listens. */
export async function makeGate(behind: string): Promise<Gate> {
  const target = endpointOf(parseAddress(behind));
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = new URL(behind);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.toString(),
    async shut() {
      if (!server.listening) return;
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
    async open() {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
  };
}
