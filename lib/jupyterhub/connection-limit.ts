import { readFileSync } from "node:fs";

/** One origin, such as the hub's proxy, takes at most as many as there are local ports: 28,232 on Linux by default. */
const mostEver = 16_384;
const fewest = 16;
/** Assumed where the system doesn't say: systems without /proc allow a process at least this many in practice. */
const assumedFiles = 4096;

/**
 * How many connections to labs a process with `openFiles` file descriptors may hold: half of them. The other half is
 * for the database, browsers and their streams, the hub, and files.
 */
export function connectionLimit(openFiles = readOpenFileLimit()): number {
  return Math.min(mostEver, Math.max(fewest, Math.floor(openFiles / 2)));
}

/** The soft limit on open files of this process. Node raises it to the hard limit as it starts, so it is read afterwards. */
function readOpenFileLimit(): number {
  try {
    return parseOpenFileLimit(readFileSync("/proc/self/limits", "utf8"));
  } catch {
    return assumedFiles;
  }
}

/** The soft limit in the text of Linux's `/proc/self/limits`; Infinity for `unlimited`. */
export function parseOpenFileLimit(limits: string): number {
  const soft = /^Max open files\s+(\d+|unlimited)/m.exec(limits)?.[1];
  if (soft === "unlimited") return Number.POSITIVE_INFINITY;
  return soft === undefined ? assumedFiles : Number(soft);
}
