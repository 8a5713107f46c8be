import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
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
  const start = startServer({ ...cluster, password: "" }, (other.address() as AddressInfo).port);
  await expect(start).rejects.toMatchObject({ code: "EADDRINUSE" });
  other.close();
});
