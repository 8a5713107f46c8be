/**
 * Live streams on one process of the built application, over real HTTP on loopback: the time from a publish until the
 * last of them has it, and the memory that each costs the server. Run alone it prints the figures as JSON.
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { openDatabase, type Database } from "#db/client.ts";
import { openEmbedded } from "#db/embedded.ts";
import { append } from "#lib/inbox/append.ts";
import { everyone } from "#lib/inbox/audience.ts";
import { portNear, startServer } from "#scripts/demo/server.ts";

const secret = "a secret for measurements alone";
const warmUpStreams = 200;
/** Not counted: after so many the code for 5,000 is compiled and the garbage of opening them is gone. */
const warmUpPublishes = 20;
const publishes = 50;
const betweenMs = 200;
const giveUpMs = 30_000;

/**
 * @param streams each of a person of their own, signed in; twice as many file descriptors and two processes are needed
 * @returns `stream/N/p50-ms` and `stream/N/p99-ms` over the publishes, from before the insert to the last receipt of
 *   all streams, and `stream/kb-each`, by how much each grows what the server holds in memory
 */
export async function benchStreams(streams = 5000): Promise<Record<string, number>> {
  const folder = path.join(tmpdir(), `belfry-bench-${process.pid}`);
  const embedded = await openEmbedded({ dataDir: folder });
  const inspectPort = await portNear(0);
  const settings = { DATABASE_URL: embedded.url, AUTH_SECRET: secret, NODE_OPTIONS: `--inspect=127.0.0.1:${inspectPort}` };
  const server = await startServer({ port: await portNear(0), settings });
  const database = openDatabase(embedded.url);
  const sockets: Socket[] = [];
  try {
    const cookies = await signIn(await addPeople(database, streams + warmUpStreams));
    const port = Number(new URL(server.url).port);
    const warm = await openStreams(port, cookies.slice(streams));
    await publishOnce(database, warm, 0);
    for (const socket of warm) socket.destroy();
    const beforeKb = await residentKb(server.pid, inspectPort);
    sockets.push(...(await openStreams(port, cookies.slice(0, streams))));
    const took: number[] = [];
    for (let n = 1; n <= warmUpPublishes + publishes; n++) {
      const tookMs = await publishOnce(database, sockets, n);
      if (n > warmUpPublishes) took.push(tookMs);
      await sleep(betweenMs);
    }
    const kbEach = ((await residentKb(server.pid, inspectPort)) - beforeKb) / streams;
    took.sort((a, b) => a - b);
    const at = (share: number) => Math.round(took[Math.ceil(took.length * share) - 1] ?? NaN);
    return { [`stream/${streams}/p50-ms`]: at(0.5), [`stream/${streams}/p99-ms`]: at(0.99), "stream/kb-each": Math.round(kbEach) };
  } finally {
    for (const socket of sockets) socket.destroy();
    await database.close();
    await server.stop();
    await embedded.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function addPeople({ db }: Database, count: number): Promise<number[]> {
  const rows = await db.execute<{ id: number }>(sql`
    insert into person (provider, subject, username) select 'local', 'p' || n, 'p' || n from generate_series(1, ${count}::int) n returning id`);
  return rows.map(({ id }) => id);
}

const signIn = (people: number[]) =>
  Promise.all(people.map(async (personId) => `belfry-session=${await encode({ token: { personId, sessionVersion: 1 }, secret })}`));

/** Bare sockets, so that what is measured is the server. Some at a time, as browsers come back after a restart. */
async function openStreams(port: number, cookies: string[]): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let from = 0; from < cookies.length; from += 100) {
    sockets.push(...(await Promise.all(cookies.slice(from, from + 100).map((cookie) => openStream(port, cookie)))));
  }
  return sockets;
}

async function openStream(port: number, cookie: string): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.write(`GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n\r\n`);
  let head = "";
  while (!head.includes("retry:")) {
    const [chunk] = (await once(socket, "data")) as [Buffer];
    head += chunk.toString("latin1");
    if (!head.startsWith("HTTP/1.1 200")) throw new Error(`a stream was refused: ${head.slice(0, 300)}`);
  }
  return socket;
}

/** @returns ms from before the insert until every socket has the event */
async function publishOnce({ db }: Database, sockets: readonly Socket[], n: number): Promise<number> {
  const mark = Buffer.from(`"mark ${n}."`);
  let missing = sockets.length;
  const began = performance.now();
  const { promise: all, resolve } = Promise.withResolvers<undefined>();
  for (const socket of sockets) {
    const hear = (chunk: Buffer) => {
      if (!chunk.includes(mark)) return;
      socket.off("data", hear);
      if (--missing === 0) resolve(undefined);
    };
    socket.on("data", hear);
  }
  await append(db, [
    { audience: everyone, origin: "bench", type: "note", category: "info", data: { title: `mark ${n}.`, message: "x".repeat(120) }, shownAt: new Date() },
  ]);
  const patience = new AbortController();
  const tooLong = sleep(giveUpMs, undefined, { signal: patience.signal }).then(() => {
    throw new Error(`${missing} of ${sockets.length} streams did not get publish ${n} in ${giveUpMs} ms`);
  });
  await Promise.race([all, tooLong]);
  const tookMs = performance.now() - began;
  patience.abort();
  await tooLong.catch(() => undefined);
  return tookMs;
}

/** Resident memory of a process, as `ps` tells it, once its garbage is collected: that comes and goes as it likes. */
async function residentKb(pid: number | undefined, inspectPort: number): Promise<number> {
  const [target] = (await (await fetch(`http://127.0.0.1:${inspectPort}/json`)).json()) as { webSocketDebuggerUrl: string }[];
  if (!target) throw new Error("the server can't be inspected");
  const inspector = new WebSocket(target.webSocketDebuggerUrl);
  await once(inspector, "open");
  for (let round = 1; round <= 3; round++) {
    inspector.send(JSON.stringify({ id: round, method: "HeapProfiler.collectGarbage" }));
    await once(inspector, "message");
  }
  inspector.close();
  await sleep(1000);
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }));
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await benchStreams(Number(process.argv[2] ?? 5000)))}\n`);
