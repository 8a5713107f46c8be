import { existsSync } from "node:fs";

/** The programs that the tests of faults start, by the names of Debian's packages. */
const parts = {
  nginx: ["/usr/sbin/nginx", "/usr/bin/nginx"],
  haproxy: ["/usr/sbin/haproxy", "/usr/bin/haproxy"],
} as const;

type Part = keyof typeof parts;

const find = (part: Part) => parts[part].find((file) => existsSync(file));

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
