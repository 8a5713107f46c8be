import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { handedOn } from "#lib/env.ts";

/** Whom Postgres runs as. Empty: as ourselves. */
export type RunAs = Account | Record<string, never>;

interface Account {
  uid: number;
  gid: number;
}

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

/**
 * How a program of that account is run: from a folder it can reach, and with no more of our environment than a program needs
 * to find what is the system's. The rest holds secrets, which on Linux whoever has the account could read.
 */
export function asAccount(runAs: RunAs): Partial<Account> & { cwd: string; env: NodeJS.ProcessEnv } {
  const env = handedOn(["PATH", "TZ", "TMPDIR", "SystemRoot", "TEMP", "TMP"]);
  return { ...runAs, cwd: "/", env: env as NodeJS.ProcessEnv };
}

/** Whether that account can reach the folder: asked of the system itself, so ACLs and mounts count as well. */
export function canReach(folder: string, runAs: RunAs): boolean {
  if (!("uid" in runAs)) return true;
  return spawnSync("test", ["-x", folder], asAccount(runAs)).status === 0;
}
