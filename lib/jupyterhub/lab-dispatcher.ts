import { Resolver } from "node:dns/promises";
import { buildConnector, Client, Dispatcher } from "undici";
import { Semaphore } from "#lib/async/semaphore.ts";
import { connectionLimit } from "./connection-limit.ts";
import type { InternalTls } from "./internal-tls.ts";
import { createLabLookup } from "./lab-lookup.ts";

/** How long a connection that has served a request waits for the next one to its origin, the hub's proxy. */
const idleMs = 1000;
const closed = new Error("the connections to labs are closed");

export interface LabDispatcherOptions {
  /** For a connection to be made; a request's own timeout also covers that. */
  timeoutMs: number;
  /** Connections at once, idle ones too; half of the process's file descriptors unless given. */
  mostConnections?: number;
  resolver?: Resolver;
  /** For labs of a hub with `internal_ssl`. */
  tls?: InternalTls | undefined;
}

/** The connections to labs, shared by all that goes on at once. The caller destroys it. */
export function createLabDispatcher(options: LabDispatcherOptions): LabDispatcher {
  return new LabDispatcher(options);
}

/**
 * One connection a request, as many to one origin as there are requests; a connection that is free is used again.
 *
 * undici's own Agent does this too, but walks all its origins whenever a connection closes, and keeps a queue of 16 KiB
 * for each. With 5,000 labs, each an origin of its own, that doubled the CPU of a delivery (0.60 ms, here 0.33 ms).
 */
export class LabDispatcher extends Dispatcher {
  /** A place for each request at work. Whoever sends takes one first: connections are never more than may be open. */
  readonly places: Semaphore;
  readonly #connect: buildConnector.connector;
  readonly #clients = new Set<Client>();
  /** Connections without a request, by origin. */
  readonly #idle = new Map<string, Set<Client>>();

  constructor({ timeoutMs, mostConnections = connectionLimit(), resolver, tls }: LabDispatcherOptions) {
    super();
    this.places = new Semaphore(mostConnections);
    const lookup = createLabLookup(resolver ?? new Resolver({ timeout: Math.ceil(timeoutMs / 2), tries: 2 }));
    this.#connect = buildConnector({ ...tls, timeout: timeoutMs, allowH2: false, lookup });
  }

  /** Connections that are open or being made. */
  get connections(): number {
    return this.#clients.size;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const origin = String(options.origin);
    const client = this.#takeIdle(origin) ?? this.#open(origin);
    return client.dispatch(options, handler);
  }

  override async destroy(): Promise<void> {
    await Promise.all([...this.#clients].map((client) => client.destroy(closed)));
  }

  #open(origin: string): Client {
    // Idle connections give way to new ones.
    const [oldest] = this.#idle.keys();
    if (this.#clients.size >= this.places.limit && oldest !== undefined) this.#drop(oldest, this.#takeIdle(oldest));

    const client = new Client(origin, {
      connect: this.#connect,
      keepAliveTimeout: idleMs,
      keepAliveMaxTimeout: idleMs,
    });
    this.#clients.add(client);
    const settle = () => {
      // A request that met a connection just closed by the other side was not written: it gets a new one.
      if (client.stats.size > 0) return;
      if (client.stats.connected) this.#addIdle(origin, client);
      else this.#drop(origin, client);
    };
    client.on("drain", settle).on("disconnect", settle);
    client.on("connectionError", () => this.#drop(origin, client));
    return client;
  }

  #drop(origin: string, client: Client | undefined): void {
    if (!client) return;
    this.#clients.delete(client);
    this.#removeIdle(origin, client);
    void client.destroy(closed);
  }

  #addIdle(origin: string, client: Client): void {
    const idle = this.#idle.get(origin);
    if (idle) idle.add(client);
    else this.#idle.set(origin, new Set([client]));
  }

  #takeIdle(origin: string): Client | undefined {
    const [client] = this.#idle.get(origin) ?? [];
    if (client) this.#removeIdle(origin, client);
    return client;
  }

  #removeIdle(origin: string, client: Client): void {
    const idle = this.#idle.get(origin);
    idle?.delete(client);
    if (idle?.size === 0) this.#idle.delete(origin);
  }
}
