import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import type { Address } from "./address.ts";
import { databaseError } from "./database-error.ts";
import { clientOptions, dial, hostFinder, once, type Client } from "./session.ts";

/** Hears the notifications of one channel. */
export interface Hearer {
  hear: (payload: string) => void;
  /** It is listened, for the first time or again: something may have been notified in between. */
  listening: () => void;
}

export interface Listener {
  /**
   * Resolves once it is listened.
   * @throws Error with code NOT_HEARD where what this instance notifies does not arrive, as through some poolers
   */
  listen: (channel: string, hearer: Hearer) => Promise<{ close: () => Promise<void> }>;
  close: () => Promise<void>;
}

interface Connection {
  client: Client;
  socket: Socket;
  unlisten: Map<string, () => Promise<void>>;
}

/** How often we notify ourselves, and how long that may take: a connection that is gone sounds like a quiet one. */
const beatEveryMs = 3000;
const heardWithinMs = 4000;
const againAfterMs = 500;

/**
 * One connection that listens on all channels of this instance. When it is lost, or its own heartbeat is not heard on it,
 * another is opened, to whichever host can be written to.
 * @param notify sends a notification over another connection
 */
export function openListener(address: Address, notify: (channel: string) => Promise<unknown>): Listener {
  const hearers = new Map<string, Set<Hearer>>();
  const beat = `belfry_${randomUUID()}`;
  let heard = Promise.withResolvers<undefined>();
  let current: Connection | undefined;
  let opening: Promise<Connection> | undefined;
  let closed = false;

  const find = hostFinder(address, async (to): Promise<Connection> => {
    const socket = await dial(to);
    const connection = {
      socket,
      unlisten: new Map(),
      client: postgres({ ...clientOptions(to), ...once(socket), max: 1 }),
    };
    try {
      await connection.client.listen(beat, () => heard.resolve(undefined));
      await proveHeard();
      for (const channel of hearers.keys()) await subscribe(connection, channel);
      return connection;
    } catch (error) {
      socket.destroy();
      throw error;
    }
  });

  async function subscribe({ client, unlisten }: Connection, channel: string): Promise<void> {
    const listened = await client.listen(channel, (payload) => {
      for (const { hear } of hearers.get(channel) ?? []) hear(payload);
    });
    unlisten.set(channel, () => listened.unlisten());
  }

  async function proveHeard(): Promise<void> {
    heard = Promise.withResolvers();
    await notify(beat);
    const late = new AbortController();
    const silence = sleep(heardWithinMs, undefined, { signal: late.signal }).then(() => {
      throw databaseError("NOT_HEARD", "what is notified is not heard");
    });
    await Promise.race([heard.promise, silence]).finally(() => late.abort());
  }

  function open(): Promise<Connection> {
    opening ??= find()
      .then((connection) => {
        current = connection;
        // Only now: the driver takes all that hears a socket off it when it begins to encrypt.
        connection.socket.once("close", () => void lost(connection));
        if (connection.socket.destroyed) void lost(connection);
        return connection;
      })
      .finally(() => (opening = undefined));
    return opening;
  }

  async function lost(connection: Connection): Promise<void> {
    if (current !== connection) return;
    current = undefined;
    while (!closed && current === undefined) {
      try {
        await open();
        for (const each of hearers.values()) for (const { listening } of each) listening();
      } catch {
        // Whoever asks the database meanwhile says what is the matter with it.
        await sleep(againAfterMs);
      }
    }
  }

  const beating = setInterval(() => {
    const connection = current;
    if (connection)
      proveHeard().catch((error: unknown) => {
        if (error instanceof Error && "code" in error && error.code === "NOT_HEARD") connection.socket.destroy();
      });
  }, beatEveryMs).unref();

  return {
    async listen(channel, hearer) {
      const there = hearers.get(channel);
      hearers.set(channel, (there ?? new Set()).add(hearer));
      if (!current) await open();
      else if (!there) await subscribe(current, channel);
      hearer.listening();
      return {
        async close() {
          hearers.get(channel)?.delete(hearer);
          if (hearers.get(channel)?.size !== 0) return;
          hearers.delete(channel);
          await current?.unlisten.get(channel)?.();
        },
      };
    },
    async close() {
      closed = true;
      clearInterval(beating);
      const last = current;
      current = undefined;
      await last?.client.end({ timeout: 1 });
    },
  };
}
