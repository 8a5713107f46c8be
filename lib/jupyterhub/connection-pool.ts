import { connect, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { Semaphore } from "#lib/async/semaphore.ts";
import { connectionLimit } from "./connection-limit.ts";
import type { InternalTls } from "./internal-tls.ts";

export interface ConnectionPoolOptions {
  /** Connections at once, idle ones too; half of the process's file descriptors unless given. */
  mostConnections?: number | undefined;
  /** How long a connection that has served a request waits for the next one to its origin; 1,000. */
  idleMs?: number;
  /** The system's unless given. */
  lookup?: LookupFunction;
  /** For a hub with `internal_ssl` and its labs. */
  tls?: InternalTls | undefined;
}

/** Whoever sends a request over a connection and reads its answer. */
export interface ConnectionUser {
  /** There is a connection: what this returns is written to it. */
  onConnect: () => string | Uint8Array;
  /** The bytes are good until this returns. */
  onData: (bytes: Buffer) => void;
  /** It has ended, by whomever, and nothing more comes. */
  onClose: (error: Error | undefined) => void;
}

/** A host as sockets take it: an address of IPv6 has brackets in a URL alone. */
export const unbracketed = (hostname: string) => hostname.replace(/^\[|\]$/g, "");

/** So much is read at once, by all connections in turn into the same memory. */
const received = Buffer.alloc(64 * 1024);
/** Servers whose TLS session is remembered, so that the next connection is made in half the time. */
const mostSessions = 100;

/**
 * Connections for HTTP/1.1: one request at a time over each, as many to one origin as there are requests, and one that is free
 * is used again. The caller destroys it.
 * @see docs/decisions/0039-a-client-for-the-last-mile.md
 */
export class ConnectionPool {
  /** A place for each request at work. Whoever sends takes one first: connections are never more than may be open. */
  readonly places: Semaphore;
  readonly #options: ConnectionPoolOptions;
  readonly #connections = new Set<Connection>();
  /** Connections without a request, by origin. */
  readonly #idle = new Map<string, Set<Connection>>();
  readonly #sessions = new Map<string, Buffer>();

  constructor(options: ConnectionPoolOptions = {}) {
    this.#options = options;
    this.places = new Semaphore(options.mostConnections ?? connectionLimit());
  }

  /** Connections that are open or being made. */
  get connections(): number {
    return this.#connections.size;
  }

  /** A connection for one request: a free one, or a new one. @throws TypeError where `origin` is no address of http or https */
  take(origin: string): Connection {
    const [idle] = this.#idle.get(origin) ?? [];
    if (idle) this.#removeIdle(idle);
    return idle ?? this.#open(origin);
  }

  /** The request over it is answered, and the next one to its origin may have it, for so long. */
  free(connection: Connection, forMs: number): void {
    const idleMs = Math.min(forMs, this.#options.idleMs ?? 1000);
    if (idleMs <= 0 || connection.isClosed) return connection.destroy();
    connection.rest(idleMs);
    const idle = this.#idle.get(connection.origin);
    if (idle) idle.add(connection);
    else this.#idle.set(connection.origin, new Set([connection]));
  }

  /** Ends all of them; what is under way ends as cut off. */
  destroy(): void {
    for (const connection of this.#connections) connection.destroy();
  }

  #open(origin: string): Connection {
    const socketTo = this.#socketTo(origin);
    // Idle connections give way to new ones.
    const [[oldest] = []] = this.#idle.values();
    if (oldest && this.#connections.size >= this.places.limit) {
      this.#removeIdle(oldest);
      oldest.destroy();
    }

    const connection: Connection = new Connection(origin, socketTo, () => {
      this.#connections.delete(connection);
      this.#removeIdle(connection);
    });
    this.#connections.add(connection);
    return connection;
  }

  #removeIdle(connection: Connection): void {
    const idle = this.#idle.get(connection.origin);
    idle?.delete(connection);
    if (idle?.size === 0) this.#idle.delete(connection.origin);
  }

  /** How to connect to it, with what is done with each piece that arrives. */
  #socketTo(origin: string): (onData: (bytes: Buffer) => void) => Socket {
    const { protocol, hostname, port } = new URL(origin);
    const host = unbracketed(hostname);
    const { lookup, tls } = this.#options;
    const to = (onData: (bytes: Buffer) => void) => ({
      host,
      noDelay: true,
      ...(lookup && { lookup }),
      onread: {
        buffer: received,
        callback(size: number) {
          onData(received.subarray(0, size));
          return true;
        },
      },
    });
    if (protocol === "http:") return (onData) => connect({ ...to(onData), port: Number(port || 80) });
    if (protocol !== "https:") throw new TypeError(`${protocol} is not spoken here`);
    return (onData) =>
      connectTls({
        ...tls,
        ...to(onData),
        port: Number(port || 443),
        ...(isIP(host) === 0 && { servername: host }),
        ALPNProtocols: ["http/1.1"],
        session: this.#sessions.get(origin),
      }).on("session", (session) => this.#rememberSession(origin, session));
  }

  #rememberSession(origin: string, session: Buffer): void {
    this.#sessions.set(origin, session);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > mostSessions && oldest !== undefined) this.#sessions.delete(oldest);
  }
}

/** A connection and whoever uses it at the moment. */
export class Connection {
  readonly origin: string;
  /** Whether it has served a request before: the other side may have ended it, and we not heard yet. */
  reused = false;
  readonly #socket: Socket;
  #user: ConnectionUser | undefined;
  #resting: NodeJS.Timeout | undefined;
  #error: Error | undefined;

  constructor(origin: string, connectTo: (onData: (bytes: Buffer) => void) => Socket, onClose: () => void) {
    this.origin = origin;
    this.#socket = connectTo((bytes) => {
      // Nobody asked for anything.
      if (this.#user) this.#user.onData(bytes);
      else this.destroy();
    });
    this.#socket
      .once(/^https/.test(origin) ? "secureConnect" : "connect", () => this.#write())
      .on("error", (error) => (this.#error = error))
      .on("end", () => this.destroy())
      .on("close", () => {
        clearTimeout(this.#resting);
        onClose();
        this.#user?.onClose(this.#error);
      });
  }

  /** Whether nothing can be sent over it any more. */
  get isClosed(): boolean {
    return this.#socket.destroyed;
  }

  /** For one request, which is written as soon as there is a connection. */
  use(user: ConnectionUser): void {
    this.#user = user;
    clearTimeout(this.#resting);
    // An end that has arrived is heard of before anything is written.
    if (this.reused) setImmediate(() => this.#write());
  }

  /** Waits for the next one to use it. */
  rest(forMs: number): void {
    this.#user = undefined;
    this.reused = true;
    this.#resting = setTimeout(() => this.destroy(), forMs);
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #write(): void {
    if (!this.#socket.destroyed && this.#user) this.#socket.write(this.#user.onConnect());
  }
}
