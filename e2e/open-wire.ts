import { connect, type Socket } from "node:net";

/** A bare connection, for what no HTTP client would send. */
export interface Wire {
  socket: Socket;
  /** All that came back, once the other side has closed. */
  closed: Promise<string>;
}

/** Opens a connection and writes to it as it is. */
export function openWire(url: string, first: string | Buffer): Wire {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const closed = new Promise<string>((resolve) => {
    let text = "";
    socket.on("data", (chunk) => (text += chunk.toString("latin1")));
    // An ended connection is what is waited for, however it ends.
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(text));
  });
  socket.write(first);
  return { socket, closed };
}
