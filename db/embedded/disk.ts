import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import path from "node:path";

/** Less than this, and not even a lock file or a log line may find room. */
const nothingBytes = 256 * 1024;

/**
 * The error of a database that could not be made or started, in the words of whoever gave it its folder where the disk is the
 * reason: one line that names the setting.
 */
export function ofDisk(error: unknown, dataDir: string): unknown {
  const folder = path.resolve(dataDir);
  const text = error instanceof Error ? error.message : "";
  const told = (what: string) => new Error(`DATA_DIR: ${what}, or set it to another folder`, { cause: error });
  if (/EROFS|Read-only file system/.test(text) || isReadOnly(folder))
    return told(`${folder} can only be read; make it writable`);
  if (/ENOSPC|No space left on device/.test(text) || isFull(folder))
    return told(`the disk of ${folder} is full; make room`);
  if (/EACCES|EPERM|ENOTDIR/.test(text)) return told(`${folder} can't be written to; give this account the right to`);
  return error;
}

/** The folder, or where it would be made. */
function nearest(folder: string): string {
  return existsSync(folder) ? folder : nearest(path.dirname(folder));
}

function isReadOnly(folder: string): boolean {
  try {
    accessSync(nearest(folder), constants.W_OK);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EROFS";
  }
}

function isFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(nearest(folder));
  return bavail * bsize < nothingBytes;
}
