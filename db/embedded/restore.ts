import { existsSync } from "node:fs";
import { lchown, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { copyKept, copyTree } from "./copy.ts";
import { privateFolder } from "./folder.ts";
import type { RunAs } from "./unprivileged.ts";

/**
 * Puts a backup into a data folder that holds no database yet; the next start of Belfry goes on from it.
 * @throws Error when the folder holds one, or the backup is none or holds links
 */
export async function restore({
  from,
  dataDir,
  runAs,
}: {
  from: string;
  dataDir: string;
  runAs: RunAs;
}): Promise<void> {
  if (!existsSync(path.join(from, "pg/PG_VERSION"))) throw new Error(`${from} is no backup`);
  const folder = path.join(dataDir, "pg");
  if (existsSync(folder))
    throw new Error(`${dataDir} holds a database already; restore into another folder, or move that one away`);
  const half = `${folder}.${process.pid}`;
  // Ours until it is whole: nobody else may put a link where we write.
  privateFolder(half, {});
  try {
    await copyTree(path.join(from, "pg"), half, new Set());
    if ("uid" in runAs)
      for (const entry of [...(await readdir(half, { recursive: true })), ""])
        await lchown(path.join(half, entry), runAs.uid, runAs.gid);
    await copyKept(from, dataDir);
    await rename(half, folder);
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}
