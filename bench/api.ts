/**
 * What a request to the API costs: processor time of the built application and its database together, beside a bare
 * `node:http` server in the same run and under the same load. Run alone it prints the figures as JSON.
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Pool } from "undici";
import { openDatabase, type Database } from "#db/client.ts";
import { openEmbedded } from "#db/embedded.ts";
import { runningServer } from "#db/embedded/cluster.ts";
import { startServer } from "#scripts/demo/server.ts";
import { addAskers, mostAtOnce } from "./api-askers.ts";
import { cpuMsPerStreamed } from "./api-streams.ts";
import { addPerson, fillInbox } from "./inbox-seed.ts";
import { ask, cpuMsPerRequest, type Asked, type Load, type Target } from "./load.ts";
import { median, perSecond } from "./medians.ts";

const secret = "a secret for measurements alone";
/** Ten thousand notifications, of which a list shows the newest 50. */
const inbox = { feeds: 10, each: 1000 };

/** What is kept is asked for as often as the bare server, so that both are equally warm. */
const whole = {
  streams: 500,
  streamed: 50,
  people: 200,
  rounds: 5,
  bare: 8000,
  kept: 8000,
  first: 1200,
  publish: 1200,
  batches: 40,
};
/** The bare server still has to use some of the hundredths of a second that Linux counts in. */
const small = {
  streams: 50,
  streamed: 60,
  people: 4,
  rounds: 1,
  bare: 1500,
  kept: 40,
  first: 40,
  publish: 128,
  batches: 4,
};

/**
 * @returns `api/bare-cpu-ms` and `api/WORK-cpu-ms`, and each work over the bare server: a poll with nothing new, the 50
 *   newest of 10,000 asked for before and for the first time, publishes over 1, 16 and 64 connections; what is published a second in requests of 500; and
 *   `api/publish-to-N-streams-cpu-ms`, a publish until the last of so many streams has it, beside a bare server
 */
export async function benchApi({ quick = false }: { quick?: boolean } = {}): Promise<Record<string, number>> {
  const { people, rounds, bare, kept, first, publish, batches, streams, streamed } = quick ? small : whole;
  return withServers(async (belfry, bareServer, database) => {
    const { personId } = (await addPerson(database, "reader")).actor;
    await fillInbox(database, { personId, ...inbox });
    const asks = await addAskers(database, { url: belfry.url, people, secret });
    const sides: Record<string, [Target, Load]> = {
      bare: [bareServer, { connections: 16, requests: bare, next: () => ({ path: "/", status: 200 }) }],
      poll: [belfry, { connections: 16, requests: kept, next: asks.poll }],
      list: [belfry, { connections: 16, requests: kept, next: asks.list }],
      "list-first": [belfry, { connections: 16, requests: first, next: asks.listFirst }],
      "poll-by-cookie": [belfry, { connections: 16, requests: kept, next: asks.pollByCookie }],
      "list-by-cookie": [belfry, { connections: 16, requests: kept, next: asks.listByCookie }],
      publish1: [belfry, { connections: 1, requests: publish, next: asks.publish }],
      publish16: [belfry, { connections: 16, requests: publish, next: asks.publish }],
      publish64: [belfry, { connections: 64, requests: publish, next: asks.publish }],
    };
    const figures = overBare(await cpuOfSides(sides, rounds));
    const manyPerSecond = await batchesPerSecond(belfry, batches, asks.publishMany);
    // Last, since from here on somebody hears what is published.
    const streaming = { streams, publishes: streamed, rounds, secret, publish: asks.publishAlone };
    const toStreams = await cpuMsPerStreamed({ belfry, bare: bareServer }, database, streaming);
    return {
      ...figures,
      "api/published-in-batches-per-second": manyPerSecond * mostAtOnce,
      [`api/publish-to-${streams}-streams-cpu-ms`]: toStreams.belfry,
      [`api/bare-to-${streams}-streams-cpu-ms`]: toStreams.bare,
      [`api/publish-to-${streams}-streams-cpu-over-bare`]: toStreams.belfry / toStreams.bare,
    };
  });
}

/** Requests a second, four at once; the first half of them is not counted. */
async function batchesPerSecond({ url }: Target, batches: number, next: () => Asked): Promise<number> {
  const pool = new Pool(url, { connections: 4, pipelining: 1 });
  try {
    await perSecond(batches / 2, 4, () => ask(pool, next()));
    return await perSecond(batches, 4, () => ask(pool, next()));
  } finally {
    await pool.close();
  }
}

/** Each side in every round, so that whatever else the machine does meets all of them alike; the first is not counted. */
export async function cpuOfSides(
  sides: Record<string, [Target, Load]>,
  rounds: number,
): Promise<Record<string, number>> {
  const taken = new Map(Object.keys(sides).map((name) => [name, [] as number[]]));
  for (let round = -1; round < rounds; round++)
    for (const [name, [target, load]] of Object.entries(sides)) {
      const ms = await cpuMsPerRequest(target, load);
      if (round >= 0) taken.get(name)?.push(ms);
    }
  return Object.fromEntries([...taken].map(([name, each]) => [name, median(each)]));
}

function overBare({ bare = NaN, ...works }: Record<string, number>): Record<string, number> {
  return Object.fromEntries([
    ["api/bare-cpu-ms", bare],
    ...Object.entries(works).flatMap(([name, ms]) => [
      [`api/${name}-cpu-ms`, ms],
      [`api/${name}-cpu-over-bare`, ms / bare],
    ]),
  ]) as Record<string, number>;
}

async function withServers<T>(work: (belfry: Target, bare: Target, database: Database) => Promise<T>): Promise<T> {
  const folder = path.join(tmpdir(), `belfry-api-${process.pid}`);
  const embedded = await openEmbedded({ dataDir: folder });
  const server = await startServer({ settings: { DATABASE_URL: embedded.url, AUTH_SECRET: secret } });
  const database = openDatabase(embedded.url);
  try {
    const postgres = await runningServer(path.join(embedded.folder, "pg"));
    const belfry = { url: server.url, pids: pidsOf(server, postgres) };
    return await withBareServer((bare) => work(belfry, bare, database));
  } finally {
    await database.close();
    await server.stop();
    await embedded.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What no request can cost less than, for as long as the work takes. */
export async function withBareServer<T>(work: (bare: Target) => Promise<T>): Promise<T> {
  const child = fork(path.join(import.meta.dirname, "bare-server.ts"));
  try {
    const [port] = (await once(child, "message")) as [number];
    return await work({ url: `http://127.0.0.1:${port}`, pids: pidsOf(child) });
  } finally {
    await ended(child);
  }
}

const pidsOf = (...processes: ({ pid?: number | undefined } | undefined)[]) =>
  processes.map((each) => {
    if (each?.pid === undefined) throw new Error("a server that is to be measured does not run");
    return each.pid;
  });

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, "exit");
}

if (import.meta.main)
  process.stdout.write(`${JSON.stringify(await benchApi({ quick: process.argv.includes("--quick") }))}\n`);
