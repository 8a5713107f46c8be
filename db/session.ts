import { connect, type Socket } from "node:net";
import postgres from "postgres";
import { forgetLibpq } from "#lib/env.ts";
import type { Address } from "./address.ts";
import { arrayText, parseArrayText } from "./array-text.ts";
import { databaseError } from "./database-error.ts";
import { unavailable } from "./unavailable.ts";

forgetLibpq();

export type Client = postgres.Sql;

const arrayOf = (oid: number, parse: (item: string) => unknown) => ({
  to: oid,
  from: [oid],
  serialize: (values: unknown) =>
    typeof values === "string" ? values : arrayText(values as Parameters<typeof arrayText>[0]),
  parse: (text: string) => parseArrayText(text, parse),
});
const parseJson = (text: string) => JSON.parse(text) as unknown;

/** Dates and JSON go out and dates come in as text: drizzle translates them itself. */
const asText = { parse: (text: string) => text, serialize: (text: string) => text };

/** From the first packet to the first answer. */
const connectTimeoutMs = 3000;

/** What every client of the driver's is told. The numbers are those of Postgres's types. */
export function clientOptions({ hosts: [first], user, password, database, tls, startup }: Address) {
  return {
    host: first?.host ?? "localhost",
    port: first?.port ?? 5432,
    user,
    password,
    database,
    ssl: tls(first?.host ?? "localhost"),
    connect_timeout: connectTimeoutMs / 1000,
    onnotice: () => undefined,
    types: {
      // Our 64-bit numbers all stay below 2^53, so they are numbers in raw statements too, not strings.
      bigint: { to: 20, from: [20], parse: Number, serialize: String },
      dates: { to: 1184, from: [1082, 1083, 1114, 1115, 1182, 1184, 1185, 1231], ...asText },
      json: {
        to: 114,
        from: [114, 3802],
        parse: parseJson,
        serialize: asText.serialize,
      },
      // The driver can ask for these, but where the connection ends meanwhile nothing catches what that throws.
      booleans: arrayOf(1000, (item) => item === "t"),
      ints: arrayOf(1007, Number),
      bigints: arrayOf(1016, Number),
      floats: arrayOf(1022, Number),
      texts: arrayOf(1009, String),
      varchars: arrayOf(1015, String),
      uuids: arrayOf(2951, String),
      jsons: arrayOf(3807, parseJson),
    },
    fetch_types: false,
    connection: { application_name: "belfry", ...startup },
  };
}

/**
 * What every connection is told first. A statement is planned once and not for each of its values, and an index costs
 * what it does in memory. As statements, since a pooler refuses them among the startup parameters.
 * @see docs/decisions/0018-prepared-statements.md
 */
const planning = "set plan_cache_mode = force_generic_plan; set random_page_cost = 1.1";

/** One connection, from when it was opened until it closes. What was set on it holds: it never becomes another. */
export interface Session {
  client: Client;
  openedMs: number;
  /** It has been told to end, whether it has or not. */
  gone: boolean;
  /** Ends it at once. What is under way on it fails with this error. */
  destroy: (error: Error) => void;
  /** Ends it in order, with nothing under way. */
  end: () => Promise<void>;
}

/**
 * Opens one connection. The driver would open another in the place of one that it loses, with nothing set on it; its
 * `socket` option makes the socket ours, to give it once and to destroy it.
 * @param address its first host is the one that is asked
 * @param statementTimeoutMs Postgres ends what takes longer by itself; 0: nothing
 * @param closed told once when the connection has ended, however it did
 * @throws Error with code 25006 where nothing can be written
 */
export async function openSession(
  address: Address,
  { statementTimeoutMs, closed }: { statementTimeoutMs: number; closed: (session: Session) => void },
): Promise<Session> {
  const socket = await dial(address);
  let begun = false;
  const client: Client = postgres({
    ...clientOptions(address),
    ...once(socket),
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    onclose: () => begun && closed(session),
  });
  const session: Session = {
    client,
    openedMs: performance.now(),
    gone: false,
    destroy(error) {
      session.gone = true;
      socket.destroy(error);
    },
    end: () => client.end({ timeout: 1 }),
  };
  const late = setTimeout(
    () => session.destroy(databaseError("CONNECT_TIMEOUT", "it did not begin a session in time")),
    connectTimeoutMs,
  );
  try {
    const set = await client.unsafe<{ read_only: boolean }[][]>(
      `${planning}; set statement_timeout = ${statementTimeoutMs}; select current_setting('transaction_read_only') = 'on' as read_only`,
    );
    if (set.flat().some((row) => row.read_only)) throw databaseError("25006", "the database is read-only");
    begun = true;
    return session;
  } catch (error) {
    session.destroy(databaseError("CONNECTION_ENDED", "the session did not begin"));
    throw error;
  } finally {
    clearTimeout(late);
  }
}

/** The driver's option that makes this its socket; the types that it comes with lack it. */
export function once(socket: Socket): object {
  let given = false;
  return {
    socket() {
      if (given || socket.destroyed) throw databaseError("CONNECTION_ENDED", "the connection has ended");
      given = true;
      return socket;
    },
  };
}

/** Where the first host of an address listens, as Node.js connects to it. */
export function endpointOf({ hosts: [first] }: Address): { path: string } | { host: string; port: number } {
  const { host = "localhost", port = 5432 } = first ?? {};
  return host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
}

/** A socket to the first host of an address. */
export function dial(address: Address): Promise<Socket> {
  const to = endpointOf(address);
  const name = "path" in to ? to.path : `${to.host}:${to.port}`;
  return new Promise((resolve, reject) => {
    const socket = connect({ ...to, noDelay: true });
    const late = setTimeout(
      () => socket.destroy(databaseError("CONNECT_TIMEOUT", `${name} did not answer`)),
      connectTimeoutMs,
    );
    socket.once("connect", () => {
      clearTimeout(late);
      resolve(socket);
    });
    // It stays: until the driver has the socket, nobody else hears what becomes of it.
    socket.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(late);
      // A server that has ended has taken its Unix socket away; one whose queue is full refuses at once.
      const gone = "path" in to && ["ENOENT", "EAGAIN"].includes(error.code ?? "");
      reject(gone ? databaseError("ECONNREFUSED", `nobody listens at ${name}`) : error);
    });
  });
}

/**
 * Opens connections to whichever of an address's hosts takes one and can be written to, beginning with the one that last
 * did: after a switchover the others are tried, and the new primary stays. Where none does, the first one's failure is
 * thrown; that it can only be read gives way to why another can't be had, since a standby is as it should be.
 */
export function hostFinder<A extends unknown[], T>(
  address: Address,
  open: (to: Address, ...args: A) => Promise<T>,
): (...args: A) => Promise<T> {
  let first = 0;
  return async (...args) => {
    const from = first;
    const failures: unknown[] = [];
    for (let n = 0; n < address.hosts.length; n++) {
      const at = (from + n) % address.hosts.length;
      try {
        const opened = await open({ ...address, hosts: address.hosts.slice(at, at + 1) }, ...args);
        first = at;
        return opened;
      } catch (error) {
        failures.push(error);
      }
    }
    throw failures.find((error) => unavailable(error) !== "read-only") ?? failures[0];
  };
}
