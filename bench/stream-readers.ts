/**
 * The readers of `streams.ts`, in a process of their own: what they do with what they hear is work neither of the
 * server nor of the process that measures. Bare sockets that look for one mark; they do as little as they can.
 */
import { connect, type Socket } from "node:net";

/** What the readers are told to do. */
export type Order =
  { do: "open"; port: number; cookies: string[] } | { do: "listen"; mark: string } | { do: "count" } | { do: "close" };

/** What they say: an answer to each order, and `heard` once all have had the mark. */
export type Report = { said: "opened" | "listening" | "heard" | "closed" } | { said: "counted"; missing: number };

const openedAtOnce = 100;
const greeting = "retry:";
/** One for all of them: what a read puts there is looked at before the next. */
const shared = Buffer.alloc(64 * 1024);

let sockets: Socket[] = [];
let mark = Buffer.alloc(0);
let missing = new Set<number>();

const report = (said: Report) => process.send?.(said);

function hear(reader: number, bytes: Buffer): void {
  if (!missing.has(reader) || !bytes.includes(mark)) return;
  missing.delete(reader);
  if (missing.size === 0) report({ said: "heard" });
}

function openReader(port: number, cookie: string, reader: number): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  let head = "";
  const greet = (bytes: Buffer) => {
    head += bytes.toString("latin1");
    if (!head.startsWith("HTTP/1.1 200")) reject(new Error(`a stream was refused: ${head.slice(0, 300)}`));
    else if (head.includes(greeting)) resolve(socket);
  };
  const callback = (size: number) => {
    const bytes = shared.subarray(0, size);
    if (head.includes(greeting)) hear(reader, bytes);
    else greet(bytes);
    return true;
  };
  const socket = connect({ port, host: "127.0.0.1", onread: { buffer: shared, callback } });
  socket.on("error", reject);
  socket.write(`GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n\r\n`);
  return promise;
}

/** Some at a time, as browsers come back after a restart. */
async function openAll(port: number, cookies: string[]): Promise<void> {
  for (let from = 0; from < cookies.length; from += openedAtOnce) {
    const some = cookies.slice(from, from + openedAtOnce).map((cookie, at) => openReader(port, cookie, from + at));
    sockets.push(...(await Promise.all(some)));
  }
}

async function obey(order: Order): Promise<void> {
  switch (order.do) {
    case "open":
      await openAll(order.port, order.cookies);
      report({ said: "opened" });
      return;
    case "listen":
      mark = Buffer.from(order.mark);
      missing = new Set(sockets.keys());
      report({ said: "listening" });
      return;
    case "count":
      report({ said: "counted", missing: missing.size });
      return;
    case "close":
      for (const socket of sockets) socket.destroy();
      sockets = [];
      report({ said: "closed" });
  }
}

// A reader that fails ends the process with the reason, and so the measurement.
process.on("message", (order: Order) => void obey(order));
