import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

/** The programs that the tests of faults start, by the names of Debian's packages. */
const parts = {
  nginx: () => ["/usr/sbin/nginx", "/usr/bin/nginx"],
  haproxy: () => ["/usr/sbin/haproxy", "/usr/bin/haproxy"],
  pgbouncer: () => ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"],
  openssl: () => ["/usr/bin/openssl"],
  postgresql: () => postgresFolders().map((folder) => path.join(folder, "initdb")),
} as const;

type Part = keyof typeof parts;

const find = (part: Part) => parts[part]().find((file) => existsSync(file));

/** Those that are not on this machine. */
export function missingParts(): Part[] {
  return (Object.keys(parts) as Part[]).filter((part) => !find(part));
}

/** Where a program is. @throws Error that names the package to install */
export function partOf(part: Part): string {
  const file = find(part);
  if (!file) throw new Error(`${part} is not on this machine; install the package ${part}`);
  return file;
}

/** The folder with the programs of the system's newest Postgres from 15 on. */
export function systemPostgres(): string | undefined {
  const initdb = find("postgresql");
  return initdb && path.dirname(initdb);
}

function postgresFolders(): string[] {
  const root = "/usr/lib/postgresql";
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => Number(name) >= 15)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(root, version, "bin"));
}
