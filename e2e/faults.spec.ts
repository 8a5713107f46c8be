import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openEmbedded } from "#db/embedded.ts";
import { dataFolder } from "#db/embedded/folder.ts";
import { unprivileged } from "#db/embedded/unprivileged.ts";
import { hubSettings, portNear, startServer, type DemoServer } from "#scripts/demo/server.ts";
import { startSimulatedHub } from "#scripts/simulated-hub/index.ts";
import { expect, startBelfry, test } from "./fixtures.ts";
import { openWire, signInAsProgram, type Wire } from "./program.ts";
import { ask, compare, ended, send } from "./ringing.ts";

const token = "blf_faults-test-token-0000000001";
const admin = { username: "admin", password: "ring the bell" };
const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
const settings = { ADMIN_USERNAME: admin.username, ADMIN_PASSWORD: admin.password, ADMIN_TOKEN: token };

const start = async (more: Record<string, string>) => startServer({ port: await portNear(0), settings: { ...settings, ...more } });
const register = (url: string) => fetch(`${url}/api/origins/core`, { method: "PUT", headers }).then(() => fetch(`${url}/api/origins/core/members/admin`, { method: "PUT", headers }));
const publish = (url: string, body: unknown) => fetch(`${url}/notifications`, { method: "POST", headers, body: JSON.stringify(body) });
const note = (n: number) => ({ type: "note", origin: "core", data: { n } });
const ready = async (url: string) => (await fetch(`${url}/readyz`)).status;

/** A number among the metrics. */
async function metric(url: string, series: string): Promise<number> {
  const line = (await (await fetch(`${url}/metrics`)).text()).split("\n").find((each) => each.startsWith(`${series} `));
  if (!line) throw new Error(`${series} is not among the metrics`);
  return Number(line.slice(series.length + 1));
}

/** Memory that a process holds, as Linux says. */
const residentBytes = ({ pid }: DemoServer) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;

/** Opens streams of events on bare connections, which cost this process little. */
async function openStreams(url: string, cookie: string, count: number): Promise<Wire[]> {
  const wires: Wire[] = [];
  while (wires.length < count) {
    for (let n = Math.min(200, count - wires.length); n > 0; n--) wires.push(openWire(url, `GET /api/stream HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\n\r\n`));
    await expect.poll(() => metric(url, "belfry_streams_open"), { timeout: 60_000 }).toBe(wires.length);
  }
  return wires;
}

test("Postgres is killed under load: what was accepted is there, the rest was told, and it goes on by itself", async () => {
  test.setTimeout(180_000);
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-restart-"));
  const server = await start({ DATABASE_URL: "", DATA_DIR: dataDir });
  const folder = dataFolder(dataDir, unprivileged());
  try {
    await register(server.url);
    const answers = new Map<number, number>();
    let loading = true;
    let next = 0;
    const load = Array.from({ length: 8 }, async () => {
      while (loading) {
        const n = next++;
        const response = await publish(server.url, note(n));
        answers.set(n, response.status);
        if (response.status === 503) expect(response.headers.get("retry-after")).not.toBeNull();
        // So that a minute's worth of requests lasts.
        await sleep(150);
      }
    });
    for (let round = 0; round < 2; round++) {
      await sleep(1500);
      const [postmaster] = readFileSync(path.join(folder, "pg/postmaster.pid"), "utf8").split("\n");
      process.kill(Number(postmaster), "SIGKILL");
      await expect.poll(() => [...answers.values()].includes(503), { timeout: 20_000 }).toBe(true);
      await expect.poll(() => ready(server.url), { timeout: 60_000 }).toBe(200);
    }
    await sleep(1000);
    loading = false;
    await Promise.all(load);
    expect([...new Set(answers.values())].sort()).toEqual([201, 503]);
    const accepted = [...answers].filter(([, status]) => status === 201).map(([n]) => n);
    const stored: number[] = [];
    for (let range = 0; ; range += 50) {
      const list = (await (await fetch(`${server.url}/notifications/core?range=${range}`, { headers })).json()) as { data: { data: { n: number } }[]; total_count: number };
      stored.push(...list.data.map(({ data }) => data.n));
      if (range + 50 >= list.total_count) break;
    }
    expect(accepted.filter((n) => !stored.includes(n))).toEqual([]);
    expect(await metric(server.url, "belfry_database_up")).toBe(1);
    console.log(`Postgres killed twice under load: ${accepted.length} accepted, ${answers.size - accepted.length} refused with 503, none of the accepted lost`);
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test("the embedded database's disk is full: writing is refused, the process lives, and it goes on when there is room", async () => {
  test.setTimeout(240_000);
  test.skip(process.getuid?.() !== 0, "a small disk can be made by root alone");
  const disk = mkdtempSync(path.join(tmpdir(), "belfry-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=400m,mode=755", "tmpfs", disk]);
  const dataDir = path.join(disk, "data");
  mkdirSync(dataDir, { mode: 0o755 });
  let server: DemoServer | undefined;
  try {
    server = await start({ DATABASE_URL: "", DATA_DIR: dataDir });
    const { url, pid } = server;
    await register(url);
    expect((await publish(url, note(0))).status).toBe(201);
    // All that is left but a little, so that the next segment of the log has no place.
    const filler = path.join(disk, "filler");
    const freeBytes = Number(execFileSync("df", ["--output=avail", "-B1", disk]).toString().split("\n")[1]);
    writeFileSync(filler, Buffer.alloc(freeBytes - 200_000));
    const large = { type: "note", origin: "core", data: { title: "x".repeat(15_000) } };
    const statuses = new Set<number>();
    await expect
      .poll(
        async () => {
          statuses.add((await publish(url, Array.from({ length: 15 }, () => large))).status);
          return statuses.has(503);
        },
        { timeout: 90_000, intervals: [100] },
      )
      .toBe(true);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect([...statuses].sort()).toEqual([201, 503]);
    rmSync(filler);
    await expect.poll(() => ready(url), { timeout: 60_000 }).toBe(200);
    await expect.poll(async () => (await publish(url, note(1))).status, { timeout: 60_000 }).toBe(201);
    expect(server.pid, "the same process").toBe(pid);
  } finally {
    await server?.stop();
    execFileSync("umount", ["-l", disk]);
    rmSync(disk, { recursive: true, force: true });
  }
});

test("instances whose clocks are a day apart share broadcasts and limits all the same", async () => {
  test.setTimeout(240_000);
  const dayMs = 24 * 3600 * 1000;
  const hub = await startSimulatedHub({ labs: 300, mix: {}, latencyMs: 20, mintMs: 20 });
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-clocks-"));
  const embedded = await openEmbedded({ dataDir });
  const shared = { DATABASE_URL: embedded.url, DATA_DIR: dataDir, AUTH_SECRET: "a secret of all instances", ...hubSettings(hub) };
  const skewed = (byMs: number) => start({ ...shared, CLOCK_SKEW_MS: String(byMs), NODE_OPTIONS: `--import=${path.join(import.meta.dirname, "skewed-clock.mjs")}` });
  const servers = await Promise.all([start(shared), skewed(dayMs), skewed(-dayMs)]);
  try {
    const [first] = servers;
    if (!first) throw new Error("three servers were to start");
    for (const server of servers) {
      hub.reset();
      const document = await ended({ ...first, token }, await send({ ...server, token }));
      expect(document.outcomes).toEqual({ delivered: 300 });
      compare(hub, document);
    }
    // Three broadcasts were sent; of thirty a minute, so many are left, whoever is asked.
    const statuses: number[] = [];
    for (let n = 0; n < 33; n++) {
      const server = servers[n % servers.length];
      if (server) statuses.push((await ask({ ...server, token }, "POST", "", { message: "Again", recipients: ["nobody-at-all"] })).status);
    }
    expect(statuses.filter((status) => status === 202).length).toBeGreaterThanOrEqual(27);
    expect(statuses).toContain(429);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await embedded.stop();
    await hub.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test("a hub that accepts and never answers: broadcasts are refused with the reason, all else goes on", async () => {
  test.setTimeout(120_000);
  const belfry = await startBelfry({ labs: 3, mix: {} });
  try {
    belfry.hub.setHub({ mode: "hung" });
    const sent = belfry.api("POST", "/hub/api/notifications/broadcast", { message: "Anybody there" });
    for (const address of ["/readyz", "/notifications", "/api/origins"]) expect((await belfry.api("GET", address)).status, address).toBe(200);
    expect((await sent).status).toBe(502);
    expect((await belfry.api("GET", "/hub/api/notifications/active-servers?probe=true")).status).toBe(502);
    expect(await (await belfry.api("GET", "/hub/api/notifications/sent")).json()).toEqual({ notifications: [] });
    expect(await metric(belfry.url, 'belfry_hub_requests_total{result="failed"}')).toBeGreaterThanOrEqual(2);
    belfry.hub.setHub({ mode: "up" });
    expect(await (await belfry.api("POST", "/hub/api/notifications/broadcast", { message: "There again" })).json()).toMatchObject({ total: 3, successful: 3 });
  } finally {
    await belfry.stop();
  }
});

test("10,000 idle streams: the server answers, tells, and lets go of them", async () => {
  test.setTimeout(240_000);
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-idle-"));
  const server = await start({ DATABASE_URL: "", DATA_DIR: dataDir });
  try {
    await register(server.url);
    const { cookie } = await signInAsProgram(server.url, admin);
    const beforeBytes = residentBytes(server);
    const wires = await openStreams(server.url, cookie, 10_000);
    const grownBytes = residentBytes(server) - beforeBytes;
    expect(grownBytes).toBeLessThan(1024 ** 3);
    expect(await ready(server.url)).toBe(200);
    const heard = wires.map(({ socket }) => new Promise<void>((resolve) => socket.on("data", (chunk) => chunk.includes("event: notification") && resolve())));
    expect((await publish(server.url, note(1))).status).toBe(201);
    await Promise.all(heard);
    for (const { socket } of wires) socket.destroy();
    await expect.poll(() => metric(server.url, "belfry_streams_open"), { timeout: 60_000 }).toBe(0);
    expect(await ready(server.url)).toBe(200);
    console.log(`10,000 idle streams: ${Math.round(grownBytes / 10_000 / 1024)} KiB each; each heard of one notification`);
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test("a subscriber that never reads is cut off, and what waits for it is bounded", async () => {
  test.setTimeout(180_000);
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-slow-"));
  const server = await start({ DATABASE_URL: "", DATA_DIR: dataDir });
  try {
    await register(server.url);
    const { cookie } = await signInAsProgram(server.url, admin);
    const wires = await openStreams(server.url, cookie, 20);
    for (const { socket } of wires) socket.pause();
    const beforeBytes = residentBytes(server);
    const large = Array.from({ length: 15 }, () => ({ type: "note", origin: "core", data: { title: "x".repeat(15_000) } }));
    await expect
      .poll(
        async () => {
          expect((await publish(server.url, large)).status).toBe(201);
          return metric(server.url, "belfry_streams_cut_off_total");
        },
        { timeout: 120_000, intervals: [50] },
      )
      .toBe(20);
    expect(await metric(server.url, "belfry_streams_open")).toBe(0);
    expect(residentBytes(server) - beforeBytes).toBeLessThan(300 * 1024 ** 2);
    expect(await ready(server.url)).toBe(200);
    for (const { socket } of wires) socket.destroy();
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
