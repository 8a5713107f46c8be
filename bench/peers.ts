/**
 * The load of `api.ts` on what somebody might run instead: a Gotify or an ntfy that is on the PATH, beside a bare server in
 * the same run. Where none is it says so and measures nothing. Run alone it prints the figures as JSON.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onFreePorts } from "#scripts/on-free-ports.ts";
import { cpuOfSides, withBareServer } from "./api.ts";
import type { Asked, Load, Target } from "./load.ts";
import { perSecond } from "./medians.ts";
import { gotify } from "./peers/gotify.ts";
import { ntfy } from "./peers/ntfy.ts";
import { asked, type Peer } from "./peers/peer.ts";

const whole = { messages: 10_000, rounds: 5, bare: 8000, read: 1200, publish: 1200 };
const small = { messages: 100, rounds: 1, bare: 200, read: 40, publish: 128 };

/** Without starting it: not every program ends when it is asked for its version. */
const isThere = ({ program }: Peer) =>
  (process.env["PATH"] ?? "").split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));

/** @returns `peers/NAME/WORK-cpu-ms` and `-cpu-over-bare`, for the works that `api.ts` has too */
export async function benchPeers({ quick = false }: { quick?: boolean } = {}): Promise<Record<string, number>> {
  const peers = [gotify, ntfy].filter(isThere);
  if (peers.length === 0) process.stderr.write("belfry: neither gotify nor ntfy is on the PATH: no peer is measured\n");
  const figures: Record<string, number> = {};
  for (const peer of peers)
    await withPeer(peer, (target) =>
      withBareServer(async (bare) => Object.assign(figures, await measure(peer, target, bare, quick ? small : whole))),
    );
  return figures;
}

async function measure(peer: Peer, target: Target, bareServer: Target, sizes: typeof whole) {
  const { messages, rounds, bare, read, publish } = sizes;
  const asks = await peer.prepare(target.url);
  await perSecond(messages, 64, () => asked(target.url, asks.publish()));
  const { poll, list } = await asks.reads();
  const load = (connections: number, requests: number, next: () => Asked): [Target, Load] => [
    target,
    { connections, requests, next },
  ];
  const { bare: bareMs = NaN, ...works } = await cpuOfSides(
    {
      bare: [bareServer, { connections: 16, requests: bare, next: () => ({ path: "/", status: 200 }) }],
      poll: load(16, read, () => poll),
      list: load(16, read, () => list),
      publish1: load(1, publish, asks.publish),
      publish16: load(16, publish, asks.publish),
      publish64: load(64, publish, asks.publish),
    },
    rounds,
  );
  return Object.fromEntries(
    Object.entries(works).flatMap(([work, ms]) => [
      [`peers/${peer.program}/${work}-cpu-ms`, ms],
      [`peers/${peer.program}/${work}-cpu-over-bare`, ms / bareMs],
    ]),
  ) as Record<string, number>;
}

async function withPeer(peer: Peer, work: (target: Target) => Promise<unknown>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), `belfry-${peer.program}-`));
  try {
    // Neither can say which port it got.
    const { url, child, pid } = await onFreePorts(1, (port = 0) => started(peer, { port, folder }));
    try {
      await work({ url, pids: [pid] });
    } finally {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function started(peer: Peer, at: { port: number; folder: string }) {
  const { args, env } = peer.start(at);
  const url = `http://127.0.0.1:${at.port}`;
  const child = spawn(peer.program, args, { cwd: at.folder, env: { ...process.env, ...env }, stdio: "pipe" });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
  for (;;) {
    if (child.exitCode !== null || child.pid === undefined)
      throw new Error(`${peer.program} did not start: ${said.replaceAll("address already in use", "EADDRINUSE")}`);
    const answer = await fetch(url + peer.health).catch(() => undefined);
    if (answer?.ok) return { url, child, pid: child.pid };
    await sleep(100);
  }
}

if (import.meta.main)
  process.stdout.write(`${JSON.stringify(await benchPeers({ quick: process.argv.includes("--quick") }))}\n`);
