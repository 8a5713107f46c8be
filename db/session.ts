import { connect, type Socket } from "node:net";
import postgres from "postgres";

export type Client = postgres.Sql;

/** Dates and JSON go out and dates come in as text: drizzle translates them itself. */
const asText = { parse: (text: string) => text, serialize: (text: string) => text };

/** What every client of the driver's is told. The numbers are those of Postgres's types. */
export const clientOptions = {
  connect_timeout: 10,
  onnotice: () => undefined,
  types: {
    // Our 64-bit numbers all stay below 2^53, so they are numbers in raw statements too, not strings.
    bigint: { to: 20, from: [20], parse: Number, serialize: String },
    dates: { to: 1184, from: [1082, 1083, 1114, 1115, 1182, 1184, 1185, 1231], ...asText },
    json: {
      to: 114,
      from: [114, 3802],
      parse: (text: string) => JSON.parse(text) as unknown,
      serialize: asText.serialize,
    },
  },
  connection: { application_name: "belfry" },
};

/**
 * What every connection is told first. A statement is planned once and not for each of its values, and an index costs
 * what it does in memory. As statements, since a pooler refuses them among the startup parameters.
 * @see docs/decisions/0018-prepared-statements.md
 */
const settings = "set plan_cache_mode = force_generic_plan; set random_page_cost = 1.1";

/** One connection, from when it was opened until it closes. What was set on it holds: it never becomes another. */
export interface Session {
  client: Client;
  openedMs: number;
  /** Ends it at once. What is under way on it fails with this error. */
  destroy: (error: Error) => void;
  /** Ends it in order, with nothing under way. */
  end: () => Promise<void>;
}

/**
 * Opens one connection. The driver would open another in the place of one that it loses, with nothing set on it; its
 * `socket` option makes the socket ours, to give it once and to destroy it.
 * @param closed told once when the connection has ended, however it did
 */
export async function openSession(url: string, closed: (session: Session) => void): Promise<Session> {
  const socket = await dial(new URL(url));
  let given = false;
  const options = {
    ...clientOptions,
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    onclose: () => closed(session),
    socket() {
      if (given || socket.destroyed)
        throw Object.assign(new Error("the connection has ended"), { code: "CONNECTION_ENDED" });
      given = true;
      return socket;
    },
  };
  const client: Client = postgres(url, options);
  const session: Session = {
    client,
    openedMs: performance.now(),
    destroy: (error) => void socket.destroy(error),
    end: () => client.end({ timeout: 1 }),
  };
  await client.unsafe(settings);
  return session;
}

function dial({ hostname, port }: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port || 5432) });
    socket.once("connect", () => resolve(socket));
    // It stays: until the driver has the socket, nobody else hears what becomes of it.
    socket.on("error", reject);
  });
}
