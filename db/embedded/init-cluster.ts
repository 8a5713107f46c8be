import { chownSync, existsSync, rmSync } from "node:fs";
import { readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { lives, type Cluster } from "./cluster.ts";
import { privateFolder } from "./folder.ts";
import { packOf, unpackCluster } from "./ready-cluster.ts";
import { runProgram } from "./run-program.ts";

/**
 * Makes the cluster unless it is there, of the ready-made one where a release has that. It is built beside its place and moved
 * there whole, so a process that dies half-way, or a second one that does the same, leaves nothing broken.
 * @param say told when the ready-made one could not be taken, so that it was made by Postgres's own `initdb`
 */
export async function initCluster(cluster: Cluster, say: (message: string, error: unknown) => void): Promise<void> {
  const { folder } = cluster;
  if (existsSync(path.join(folder, "PG_VERSION"))) return;
  await removeHalves(folder);
  const half = { ...cluster, folder: `${folder}.${process.pid}` };
  try {
    await made(half, say);
    await rename(half.folder, folder).catch((error: unknown) => {
      // Another process was quicker; its cluster is as good.
      if (!existsSync(path.join(folder, "PG_VERSION"))) throw error;
    });
  } finally {
    await rm(half.folder, { recursive: true, force: true });
  }
}

async function made(half: Cluster, say: (message: string, error: unknown) => void): Promise<void> {
  if (existsSync(packOf(half.bin))) {
    // A start that ends meanwhile, since its port is taken for one; `initdb` takes back by itself what it made.
    const leave = () => rmSync(half.folder, { recursive: true, force: true, maxRetries: 10 });
    process.once("exit", leave);
    try {
      await unpackCluster(half);
      return;
    } catch (error) {
      say("the ready-made database can't be used; making one takes some seconds longer", error);
      await rm(half.folder, { recursive: true, force: true });
    } finally {
      process.off("exit", leave);
    }
  }
  await initdb(half);
}

async function initdb({ folder, bin, runAs, password }: Cluster): Promise<void> {
  const passwordFile = `${folder}.password`;
  privateFolder(folder, runAs);
  const leave = () => rmSync(passwordFile, { force: true });
  process.once("exit", leave);
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    if ("uid" in runAs) chownSync(passwordFile, runAs.uid, runAs.gid);
    const login = ["-U", "belfry", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
    const settings = ["--encoding=UTF8", "--locale=C", "--no-instructions"];
    await runProgram({ bin, runAs }, "initdb", ["-D", folder, ...login, ...settings]);
  } finally {
    process.off("exit", leave);
    await rm(passwordFile, { force: true });
  }
}

/** What processes that were killed while they made it have left. */
async function removeHalves(folder: string): Promise<void> {
  const name = path.basename(folder);
  for (const each of await readdir(path.dirname(folder))) {
    const [, pid] = /^(\d+)(?:\.password)?$/.exec(each.slice(name.length + 1)) ?? [];
    if (!each.startsWith(`${name}.`) || pid === undefined || (Number(pid) !== process.pid && lives(Number(pid))))
      continue;
    // Their initdb may have a moment to live yet.
    await rm(path.join(path.dirname(folder), each), { recursive: true, force: true, maxRetries: 10 });
  }
}
