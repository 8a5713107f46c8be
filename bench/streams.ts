/**
 * Live streams on one process of the built application, over real HTTP on loopback: the time from a publish until the
 * last of them has it, and the memory that each costs the server. Run alone it prints the figures as JSON.
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "#db/client.ts";
import { openEmbedded } from "#db/embedded.ts";
import { append } from "#lib/inbox/append.ts";
import { everyone } from "#lib/inbox/audience.ts";
import { startServer } from "#scripts/demo/server.ts";
import { addSignedIn, startReaders } from "./readers.ts";

const secret = "a secret for measurements alone";
const warmUpStreams = 200;
/** Not counted: after so many the code for 5,000 is compiled and the garbage of opening them is gone. */
const warmUpPublishes = 20;
/** So many that the 99th percentile is not merely the worst of them. */
const publishes = 100;
const betweenMs = 200;

/**
 * @param streams each of a person of their own, signed in; twice as many file descriptors and two processes are needed
 * @returns `stream/N/p50-ms` and `stream/N/p99-ms` over the publishes, from before the insert to the last receipt of
 *   all streams, and `stream/kb-each`, by how much each grows what the server holds in memory
 */
export async function benchStreams(streams = 5000): Promise<Record<string, number>> {
  const folder = path.join(tmpdir(), `belfry-bench-${process.pid}`);
  const embedded = await openEmbedded({ dataDir: folder });
  const settings = {
    DATABASE_URL: embedded.url,
    AUTH_SECRET: secret,
    NODE_OPTIONS: "--inspect=127.0.0.1:0",
  };
  const server = await startServer({ settings });
  const [inspector = ""] = /ws:\/\/127\.0\.0\.1:\S+/.exec(server.said()) ?? [];
  const database = openDatabase(embedded.url);
  const readers = startReaders();
  try {
    const cookies = await addSignedIn(database, streams + warmUpStreams, secret);
    const publish = (mark: string) => append(database.db, [markedNote(mark)]);
    const port = Number(new URL(server.url).port);
    await readers.open(port, cookies.slice(streams));
    await readers.hear(publish);
    await readers.close();
    const beforeKb = await residentKb(server.pid, inspector);
    await readers.open(port, cookies.slice(0, streams));
    const took: number[] = [];
    for (let n = 1; n <= warmUpPublishes + publishes; n++) {
      const tookMs = await readers.hear(publish);
      if (n > warmUpPublishes) took.push(tookMs);
      await sleep(betweenMs);
    }
    const kbEach = ((await residentKb(server.pid, inspector)) - beforeKb) / streams;
    took.sort((a, b) => a - b);
    const at = (share: number) => Math.round(took[Math.ceil(took.length * share) - 1] ?? NaN);
    return {
      [`stream/${streams}/p50-ms`]: at(0.5),
      [`stream/${streams}/p99-ms`]: at(0.99),
      "stream/kb-each": Math.round(kbEach),
    };
  } finally {
    readers.end();
    await database.close();
    await server.stop();
    await embedded.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const markedNote = (mark: string) => ({
  audience: everyone,
  origin: "bench",
  type: "note",
  category: "info" as const,
  data: { title: mark, message: "x".repeat(120) },
  shownAt: new Date(),
});

/** Resident memory of a process, as `ps` tells it, once its garbage is collected: that comes and goes as it likes. */
async function residentKb(pid: number | undefined, address: string): Promise<number> {
  const inspector = new WebSocket(address);
  await once(inspector, "open");
  for (let round = 1; round <= 3; round++) {
    inspector.send(JSON.stringify({ id: round, method: "HeapProfiler.collectGarbage" }));
    await once(inspector, "message");
  }
  inspector.close();
  await sleep(1000);
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }));
}

if (import.meta.main)
  process.stdout.write(`${JSON.stringify(await benchStreams(process.argv.includes("--quick") ? 50 : 5000))}\n`);
