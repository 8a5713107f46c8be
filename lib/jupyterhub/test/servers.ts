import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createNetServer, type AddressInfo, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import type { ConnectionPool } from "../connection-pool.ts";
import { openLabConnections, type LabConnectionsOptions } from "../lab-connections.ts";

/** Connections to labs that end with the test. */
export function labConnections(options: Partial<LabConnectionsOptions> = {}): ConnectionPool {
  const pool = openLabConnections({ timeoutMs: 5000, mostConnections: 1000, ...options });
  onTestFinished(() => pool.destroy());
  return pool;
}

/** A server on a port of its own until the test ends. */
export interface TestServer {
  /** `http://127.0.0.1:P` */
  origin: string;
  port: number;
  /** Every connection that was made to it. */
  sockets: Socket[];
  close: () => Promise<void>;
}

async function listen(server: Server): Promise<TestServer> {
  const sockets: Socket[] = [];
  server.on("connection", (socket: Socket) => {
    sockets.push(socket.on("error", () => undefined));
  });
  await new Promise<void>((resolve) => server.listen({ host: "127.0.0.1", port: 0, backlog: 1024 }, resolve));
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  onTestFinished(close);
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, port, sockets, close };
}

/** A lab that answers as it should, or as badly as HTTP allows. */
export function httpServer(answer: RequestListener): Promise<TestServer> {
  return listen(createHttpServer(answer));
}

/** A lab that may say anything at all. */
export function rawServer(onConnection: (socket: Socket) => void): Promise<TestServer> {
  return listen(createNetServer(onConnection));
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** A port where nothing listens. */
export async function closedPort(): Promise<number> {
  const { port, close } = await rawServer(() => undefined);
  await close();
  return port;
}

/**
 * A name server that knows every name as 127.0.0.1, except those that begin with `unknown`, which it says don't exist.
 * About those that begin with `silent` it says nothing until it is told to speak.
 */
export async function nameServer({ unknown = "missing" } = {}): Promise<{
  resolver: Resolver;
  asked: string[];
  speak: () => void;
}> {
  const socket = createSocket("udp4");
  const asked: string[] = [];
  const unsaid: (() => void)[] = [];
  socket.on("message", (query, { port, address }) => {
    const end = query.indexOf(0, 12);
    // Labels with their lengths before them; the lengths are below 32, letters are not.
    const name = query
      .subarray(13, end)
      .toString("latin1")
      .replace(/[^!-~]/g, ".");
    asked.push(name);
    const question = query.subarray(12, end + 5);
    const exists = !name.startsWith(unknown);
    const isA = query.readUInt16BE(end + 1) === 1 && exists;
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(exists ? 0x8180 : 0x8183, 2);
    header.writeUInt16BE(isA ? 1 : 0, 6);
    header.fill(0, 8);
    const answer = isA ? Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1]) : Buffer.alloc(0);
    const say = () => socket.send(Buffer.concat([header, question, answer]), port, address);
    if (name.startsWith("silent")) unsaid.push(say);
    else say();
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  onTestFinished(() => void socket.close());
  const resolver = new Resolver({ timeout: 60_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  onTestFinished(() => resolver.cancel());
  const speak = () => {
    for (const say of unsaid) say();
  };
  return { resolver, asked, speak };
}
