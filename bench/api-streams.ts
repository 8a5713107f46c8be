import { Pool } from "undici";
import type { Database } from "#db/client.ts";
import { elsewhere } from "./api-askers.ts";
import { cpuTimeMs } from "./cpu-time.ts";
import { ask, type Asked, type Target } from "./load.ts";
import { addSignedIn, startReaders } from "./readers.ts";

/**
 * Publishes one after another through the API, each when the last of so many streams has heard the one before it.
 * @param publish a request that publishes what has this title
 * @returns ms of processor time a publish, streams included
 */
export async function cpuMsPerStreamed(
  { url, pids }: Target,
  database: Database,
  {
    streams,
    publishes,
    secret,
    publish,
  }: {
    streams: number;
    publishes: number;
    secret: string;
    publish: (title: string) => Asked;
  },
): Promise<number> {
  const cookies = await addSignedIn(database, streams, secret);
  await database.sql`
    insert into membership (person_id, origin, source) select id, ${elsewhere}, 'admin' from person where username ~ '^p[0-9]+$'`;
  const readers = startReaders();
  const pool = new Pool(url, { connections: 1 });
  try {
    await readers.open(Number(new URL(url).port), cookies);
    const hear = () => readers.hear((mark) => ask(pool, publish(mark)));
    for (let n = 0; n < publishes / 5; n++) await hear();
    const before = cpuTimeMs(pids);
    for (let n = 0; n < publishes; n++) await hear();
    return (cpuTimeMs(pids) - before) / publishes;
  } finally {
    readers.end();
    await pool.close();
  }
}
