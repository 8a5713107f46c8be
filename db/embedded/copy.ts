import { constants, createWriteStream } from "node:fs";
import { mkdir, open, readdir } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";

/** Secrets that are made once and kept beside the cluster; without them sessions and the database's own login end. */
const kept = ["auth-secret", "postgres-password"];

/** What is kept beside the cluster, from a data folder to a backup or back. */
export async function copyKept(from: string, into: string): Promise<void> {
  await within(from, false, async (entries) => {
    for (const { name, found } of entries)
      if (kept.includes(name)) await copyOne({ name, found, from }, path.join(into, name));
  });
}

/** Copies a folder but for some names at its top. Files that go while it is copied are of no account: the log has what became of them. */
export function copyTree(from: string, into: string, without: ReadonlySet<string>, found?: string): Promise<number> {
  return within(found ?? from, found !== undefined, async (entries) => {
    let bytes = 0;
    for (const { name, found, isDirectory } of entries) {
      const target = path.join(into, name);
      if (without.has(name) || name.startsWith("pgsql_tmp")) continue;
      if (isDirectory) await mkdir(target, { recursive: true, mode: 0o700 });
      const copying = isDirectory
        ? copyTree(path.join(from, name), target, new Set(), found)
        : copyOne({ name, found, from }, target);
      bytes += await copying.catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
        throw error;
      });
    }
    return bytes;
  });
}

interface Entry {
  name: string;
  /** Where it is, whatever becomes of the names above it. */
  found: string;
  isDirectory: boolean;
}

/**
 * What is in a folder, by way of the opened folder itself. Postgres's account owns it and root copies: a folder above that
 * became a link meanwhile must not lead elsewhere.
 * @param isTheirs whether they could have put a link in its place
 */
export async function within<T>(folder: string, isTheirs: boolean, work: (entries: Entry[]) => Promise<T>): Promise<T> {
  const flags = constants.O_RDONLY | constants.O_DIRECTORY;
  const opened = await open(folder, isTheirs ? flags | constants.O_NOFOLLOW : flags);
  try {
    const here = process.platform === "linux" ? `/proc/self/fd/${opened.fd}` : folder;
    const entries = await readdir(here, { withFileTypes: true });
    return await work(
      entries.map((each) => ({
        name: each.name,
        found: path.join(here, each.name),
        isDirectory: each.isDirectory(),
      })),
    );
  } finally {
    await opened.close();
  }
}

/** A link would lead out of the folder: to read what is not in it, and at a restore, as root, to give that away. */
export async function copyOne(
  { name, found, from }: Pick<Entry, "name" | "found"> & { from: string },
  to: string,
): Promise<number> {
  const refused = new Error(
    `${path.join(from, name)} is neither a file nor a folder; a backup of this kind holds nothing else`,
  );
  // Without O_NONBLOCK a pipe would be waited for.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(found, flags).catch((error: unknown) => {
    throw ["ELOOP", "ENXIO"].includes((error as NodeJS.ErrnoException).code ?? "") ? refused : error;
  });
  try {
    const { size } = await file.stat().then((is) => (is.isFile() ? is : Promise.reject(refused)));
    await pipeline(file.createReadStream({ autoClose: false }), createWriteStream(to, { flags: "wx", mode: 0o600 }));
    return size;
  } finally {
    await file.close();
  }
}
