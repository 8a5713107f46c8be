import { readdirSync, readFileSync } from "node:fs";

/** Linux counts in hundredths of a second, whatever its kernel's own clock. */
const tickMs = 10;

interface Counted {
  parent: number;
  ownMs: number;
  /** With children that have ended. */
  ms: number;
}

/** What Linux tells of a process; nothing of one that has ended meanwhile. @see proc_pid_stat(5) */
function counted(pid: number | string): Counted | undefined {
  let line: string;
  try {
    line = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return undefined;
    throw error;
  }
  // The name before it may hold anything, spaces and parentheses too.
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const [parent = NaN, ...times] = [1, 11, 12, 13, 14].map((at) => Number(fields[at]));
  const sum = (ticks: number[]) => ticks.reduce((all, each) => all + each, 0) * tickMs;
  return { parent, ownMs: sum(times.slice(0, 2)), ms: sum(times) };
}

/** Processor time that a process has used so far, without its children; ms. @throws Error where that can't be told */
export function ownCpuTimeMs(pid: number): number {
  const found = counted(pid);
  if (!found) throw gone(pid);
  return found.ownMs;
}

const gone = (pid: number) =>
  new Error(`process ${pid} has ended, or this system does not tell what it used (/proc, as on Linux)`);

/**
 * Processor time that processes and the children of each have used so far, those included that have ended and been waited
 * for; ms. With `children` false, of the processes alone. @throws Error where there is no `/proc`, or one of the processes is gone
 */
export function cpuTimeMs(pids: readonly number[], { children: all = true } = {}): number {
  const own = pids.map((pid) => {
    const found = counted(pid);
    if (!found) throw gone(pid);
    return found.ms;
  });
  if (!all) return own.reduce((sum, ms) => sum + ms, 0);
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && !pids.includes(Number(name)))
    .map(counted)
    .filter((found) => found !== undefined && pids.includes(found.parent))
    .map((found) => found?.ms ?? 0);
  return [...own, ...children].reduce((sum, ms) => sum + ms, 0);
}
