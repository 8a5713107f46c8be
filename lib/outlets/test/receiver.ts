import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What came to a receiver. */
export interface Came {
  path: string;
  headers: Record<string, string>;
  body: string;
  bytes: Buffer;
}

/** A receiver of webhooks on this machine. */
export interface Receiver {
  url: string;
  port: number;
  came: Came[];
  /** What it answers, by what came; 0: never anything. */
  answer: (came: Came) => { status: number; headers?: Record<string, string>; body?: string };
  close: () => Promise<void>;
}

/** Starts one that takes whatever comes, until it is told otherwise. */
export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const bytes = Buffer.concat(chunks);
      const came: Came = {
        path: request.url ?? "",
        headers: request.headers as Record<string, string>,
        body: bytes.toString(),
        bytes,
      };
      receiver.came.push(came);
      const { status, headers = {}, body: text = "" } = receiver.answer(came);
      if (status > 0) response.writeHead(status, headers).end(text);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}`,
    port,
    came: [],
    answer: () => ({ status: 204 }),
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return receiver;
}
