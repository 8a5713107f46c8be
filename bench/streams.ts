/**
 * Live streams on one process of the built application, over real HTTP on loopback: the time from a publish until the
 * last of them has it, and the memory that each costs the server. Run alone it prints the figures as JSON.
 */
import { execFileSync, fork } from "node:child_process";
import { on, once } from "node:events";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { openDatabase, type Database } from "#db/client.ts";
import { openEmbedded } from "#db/embedded.ts";
import { sealSession, sessionToken } from "#lib/auth/session-token.ts";
import { append } from "#lib/inbox/append.ts";
import { everyone } from "#lib/inbox/audience.ts";
import { portNear, startServer } from "#scripts/demo/server.ts";
import type { Order, Report } from "./stream-readers.ts";

const secret = "a secret for measurements alone";
const warmUpStreams = 200;
/** Not counted: after so many the code for 5,000 is compiled and the garbage of opening them is gone. */
const warmUpPublishes = 20;
/** So many that the 99th percentile is not merely the worst of them. */
const publishes = 100;
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
  const settings = {
    DATABASE_URL: embedded.url,
    AUTH_SECRET: secret,
    NODE_OPTIONS: `--inspect=127.0.0.1:${inspectPort}`,
  };
  const server = await startServer({ port: await portNear(0), settings });
  const database = openDatabase(embedded.url);
  const readers = startReaders();
  try {
    const cookies = await signIn(await addPeople(database, streams + warmUpStreams));
    const port = Number(new URL(server.url).port);
    await readers.open(port, cookies.slice(streams));
    await readers.hear(database, 0);
    await readers.close();
    const beforeKb = await residentKb(server.pid, inspectPort);
    await readers.open(port, cookies.slice(0, streams));
    const took: number[] = [];
    for (let n = 1; n <= warmUpPublishes + publishes; n++) {
      const tookMs = await readers.hear(database, n);
      if (n > warmUpPublishes) took.push(tookMs);
      await sleep(betweenMs);
    }
    const kbEach = ((await residentKb(server.pid, inspectPort)) - beforeKb) / streams;
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

async function addPeople({ db }: Database, count: number): Promise<number[]> {
  const rows = await db.execute<{ id: number }>(sql`
    insert into person (provider, subject, username) select 'local', 'p' || n, 'p' || n from generate_series(1, ${count}::int) n returning id`);
  return rows.map(({ id }) => id);
}

const signIn = (people: number[]) =>
  Promise.all(
    people.map(
      async (id) =>
        `belfry-session=${await sealSession(secret, sessionToken({ id, username: "", sessionVersion: 1 }))}`,
    ),
  );

/** The process with the readers. */
interface Readers {
  open: (port: number, cookies: string[]) => Promise<void>;
  /** @returns ms from before the insert until every reader has the event */
  hear: (database: Database, n: number) => Promise<number>;
  close: () => Promise<void>;
  end: () => void;
}

function startReaders(): Readers {
  const child = fork(path.join(import.meta.dirname, "stream-readers.ts"));
  const ended = once(child, "exit").then(([code]) =>
    Promise.reject(new Error(`the readers ended with ${String(code)}`)),
  );
  // Without it an end that nobody waits for just then would end this process too.
  ended.catch(() => undefined);
  const reported = async (said: Report["said"], signal?: AbortSignal) => {
    for await (const [report] of on(child, "message", { signal: signal ?? AbortSignal.timeout(giveUpMs * 4) }))
      if ((report as Report).said === said) return report as Report;
    throw new Error("the readers said nothing");
  };
  const obeyed = async (order: Order, said: Report["said"]) => {
    const answer = reported(said);
    child.send(order);
    return Promise.race([answer, ended]);
  };
  return {
    async open(port, cookies) {
      await obeyed({ do: "open", port, cookies }, "opened");
    },
    async hear({ db }, n) {
      const mark = `mark ${n}.`;
      await obeyed({ do: "listen", mark }, "listening");
      const heard = reported("heard", AbortSignal.timeout(giveUpMs));
      const began = performance.now();
      await append(db, [
        {
          audience: everyone,
          origin: "bench",
          type: "note",
          category: "info",
          data: { title: mark, message: "x".repeat(120) },
          shownAt: new Date(),
        },
      ]);
      try {
        await Promise.race([heard, ended]);
      } catch (error) {
        const counted = await obeyed({ do: "count" }, "counted");
        throw new Error(
          `publish ${n} did not reach ${"missing" in counted ? counted.missing : "some"} streams in ${giveUpMs} ms`,
          { cause: error },
        );
      }
      return performance.now() - began;
    },
    async close() {
      await obeyed({ do: "close" }, "closed");
    },
    end: () => child.kill(),
  };
}

/** Resident memory of a process, as `ps` tells it, once its garbage is collected: that comes and goes as it likes. */
async function residentKb(pid: number | undefined, inspectPort: number): Promise<number> {
  const [target] = (await (await fetch(`http://127.0.0.1:${inspectPort}/json`)).json()) as {
    webSocketDebuggerUrl: string;
  }[];
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
