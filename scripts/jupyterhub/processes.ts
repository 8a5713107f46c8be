import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import path from "node:path";

/** Starts a program that writes to a log file, with the file's folder to work in. */
export function startLogged(file: string, command: string, args: string[], env: Record<string, string>): ChildProcess {
  const log = openSync(file, "a");
  // A group of its own, so that Ctrl-C in a terminal leaves the order of ending to us.
  const child = spawn(command, args, {
    cwd: path.dirname(file),
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...process.env, ...env },
  });
  closeSync(log);
  return child;
}

/** Ends a process in order, or after 15 s without. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await gone;
  clearTimeout(late);
}

/** To all processes of a group; one that is gone needs none. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
