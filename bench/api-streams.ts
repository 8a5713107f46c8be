import { Pool } from "undici";
import type { Database } from "#db/client.ts";
import { elsewhere } from "./api-askers.ts";
import { cpuTimeMs } from "./cpu-time.ts";
import { ask, type Asked, type Target } from "./load.ts";
import { median } from "./medians.ts";
import { addSignedIn, startReaders, type Readers } from "./readers.ts";

interface Side {
  target: Target;
  /** A request that publishes what has this title. */
  publish: (title: string) => Asked;
}

/** What a stream sends of one event of {@link addAskers}, but for where it stands. */
const sameEvent = (title: string) => `id: ${"x".repeat(80)}
event: notification
data: ${JSON.stringify({ id: 12_345, timestamp: 1_512_687_331_658, type: "note", category: "info", origin: elsewhere, data: { title, message: "x".repeat(120) }, read: false })}

`;

/**
 * Publishes one after another, each when the last of so many streams has heard the one before it: through the API, and in turns
 * with it on a bare server that writes as many bytes to as many.
 * @param publish a request that publishes what has this title
 * @returns ms of processor time a publish, streams included, of both
 */
export async function cpuMsPerStreamed(
  { belfry, bare }: { belfry: Target; bare: Target },
  database: Database,
  {
    streams,
    publishes,
    rounds,
    secret,
    publish,
  }: {
    streams: number;
    publishes: number;
    rounds: number;
    secret: string;
    publish: (title: string) => Asked;
  },
): Promise<{ belfry: number; bare: number }> {
  const cookies = await addSignedIn(database, streams, secret);
  await database.sql`
    insert into membership (person_id, origin, source) select id, ${elsewhere}, 'admin' from person where username ~ '^p[0-9]+$'`;
  const toAll = (title: string): Asked => ({ method: "POST", path: "/", body: sameEvent(title), status: 200 });
  const [ours, theirs] = [
    await listening({ target: belfry, publish }, cookies),
    await listening({ target: bare, publish: toAll }, cookies),
  ];
  const taken: { belfry: number; bare: number }[] = [];
  try {
    // The first is not counted.
    for (let round = 0; round <= rounds; round++)
      taken.push({ belfry: await ours.cpuMs(publishes), bare: await theirs.cpuMs(publishes) });
  } finally {
    await ours.end();
    await theirs.end();
  }
  const counted = taken.slice(1);
  return { belfry: median(counted.map((each) => each.belfry)), bare: median(counted.map((each) => each.bare)) };
}

/** Somebody who reads each stream of a server, and publishes. */
async function listening({ target: { url, pids }, publish }: Side, cookies: string[]) {
  const readers: Readers = startReaders();
  const pool = new Pool(url, { connections: 1 });
  await readers.open(Number(new URL(url).port), cookies);
  return {
    async cpuMs(publishes: number): Promise<number> {
      const before = cpuTimeMs(pids);
      for (let n = 0; n < publishes; n++) await readers.hear((mark) => ask(pool, publish(mark)));
      return (cpuTimeMs(pids) - before) / publishes;
    },
    async end(): Promise<void> {
      readers.end();
      await pool.close();
    },
  };
}
