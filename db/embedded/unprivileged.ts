import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Whom Postgres runs as. Empty: as ourselves. */
export type RunAs = { uid: number; gid: number } | Record<string, never>;

/**
 * Postgres refuses to run as root, so a root process starts it as an account that every system has.
 * @returns the ids of `postgres` or `nobody` when we are root, else nothing
 */
export function unprivileged(): RunAs {
  if (process.getuid?.() !== 0) return {};
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const account = ["postgres", "nobody"].map((name) => accounts.find((fields) => fields[0] === name)).find(Boolean);
  if (!account)
    throw new Error("running as root, and there is neither a postgres nor a nobody account to run Postgres as");
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

/** Whether that account can reach the folder: asked of the system itself, so ACLs and mounts count as well. */
export function canReach(folder: string, runAs: RunAs): boolean {
  if (!("uid" in runAs)) return true;
  return spawnSync("test", ["-x", folder], { ...runAs, cwd: "/" }).status === 0;
}
