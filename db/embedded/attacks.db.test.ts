import { spawnSync } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openEmbedded } from "../embedded.ts";
import { binaries } from "./binaries.ts";
import { runningServer, startServer } from "./cluster.ts";
import { unprivileged } from "./unprivileged.ts";

let root: string;
const made: string[] = [];
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "belfry-attacks-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const folder of [root, ...made.splice(0)]) rmSync(folder, { recursive: true, force: true });
});

async function openHere() {
  const embedded = await openEmbedded({ dataDir: path.join(root, "data") });
  made.push(embedded.folder);
  return embedded;
}

it.runIf(process.platform === "linux")("Postgres gets none of our environment", async () => {
  vi.stubEnv("ADMIN_PASSWORD", "a secret that no child needs");
  const embedded = await openHere();
  try {
    const server = await runningServer(path.join(embedded.folder, "pg"));
    const environment = readFileSync(`/proc/${server?.pid}/environ`, "utf8");
    expect(environment).toContain("PATH=");
    expect(environment).not.toContain("a secret that no child needs");
  } finally {
    await embedded.stop();
  }
});

/** The server's own sockets that wait for connections on TCP, by what the system knows of it. */
function listeningOnTcp(pid: number): string[] {
  const waiting = ["tcp", "tcp6"].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .flatMap(([, local = "", , state, , , , , , inode]) => (state === "0A" ? [{ local, inode }] : [])),
  );
  const held = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  return waiting.filter(({ inode }) => held.includes(`socket:[${inode}]`)).map(({ local }) => local);
}

it.runIf(process.platform === "linux")(
  "no other account reaches it: nothing listens on TCP, its socket's folder is closed",
  async () => {
    const embedded = await openHere();
    try {
      const server = await runningServer(path.join(embedded.folder, "pg"));
      expect(listeningOnTcp(server?.pid ?? 0)).toEqual([]);
      const socket = server?.listening?.host ?? "";
      const { uid } = statSync(path.join(embedded.folder, "pg"));
      expect(statSync(socket)).toMatchObject({ uid, mode: 0o40700 });
      const runAs = unprivileged();
      const other = "uid" in runAs ? { uid: 65_534, gid: 65_534 } : undefined;
      if (other) expect(spawnSync("ls", [socket], { ...other, cwd: "/" }).status).not.toBe(0);
    } finally {
      await embedded.stop();
    }
  },
);

it("a link among the database's files is not written through, nor what it leads to given away", async () => {
  const { folder, stop } = await openHere();
  await stop();
  const victim = path.join(root, "victim");
  writeFileSync(victim, "of nobody else", { mode: 0o600 });
  const { uid, mtimeMs } = statSync(victim);
  rmSync(path.join(folder, "pg/belfry.conf"), { force: true });
  symlinkSync(victim, path.join(folder, "pg/belfry.conf"));
  await (await openHere()).stop();
  expect(readFileSync(victim, "utf8")).toBe("of nobody else");
  expect(statSync(victim)).toMatchObject({ uid, mtimeMs });
});

it("a log that is a link is not read for the reason why a server does not start", async () => {
  const { folder, stop } = await openHere();
  await stop();
  const victim = path.join(root, "victim");
  writeFileSync(victim, "of nobody else", { mode: 0o600 });
  rmSync(path.join(folder, "pg/server.log"));
  symlinkSync(victim, path.join(folder, "pg/server.log"));
  writeFileSync(path.join(folder, "pg/postgresql.conf"), "port = nonsense\n");
  const refused = openHere();
  await expect(refused).rejects.toThrow("did not start");
  await expect(refused).rejects.not.toThrow("of nobody else");
});

it("a port that somebody else has is told apart from other reasons, so that another one is tried", async () => {
  const { folder, stop } = await openHere();
  await stop();
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const runAs = unprivileged();
  const cluster = { folder: path.join(folder, "pg"), bin: await binaries(runAs, path.join(folder, "bin")), runAs };
  const start = startServer(
    { ...cluster, password: "" },
    { host: "127.0.0.1", port: (other.address() as AddressInfo).port },
  );
  await expect(start).rejects.toMatchObject({ code: "EADDRINUSE" });
  other.close();
});
