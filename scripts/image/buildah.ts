import { execFileSync, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { existsSync } from "node:fs";

/** What builds images without a daemon, and what makes a Debian where no base image can be pulled. */
const packages = ["buildah", "debootstrap"];

/** Without namespaces of its own a container needs nothing of the machine but root. */
export const isolation = ["--isolation", "chroot"];

const isThere = (program: string) => spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
const canInstall = () => existsSync("/usr/bin/apt-get");

/** @returns why no images can be built here, or nothing when they can, once {@link ensureBuildah} has seen to it */
export function whyNoImages(): string | undefined {
  if (process.platform !== "linux") return `the image is one for Linux, and this is ${process.platform}`;
  if (process.getuid?.() !== 0) return "it is built by buildah as root, and this is another account";
  return isThere("buildah") || canInstall() ? undefined : "there is no buildah";
}

/** Installs what builds images where it is missing. @throws Error when that fails */
export function ensureBuildah(): void {
  if (packages.every(isThere) || !canInstall()) return;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", ...packages]])
    execFileSync("apt-get", args, { stdio: ["ignore", 2, 2], env });
}

/** Runs buildah to its end. @returns its standard output @throws Error with its last words when it fails */
export function buildah(...args: string[]): string {
  const { status, stdout, stderr, error } = tryBuildah(...args);
  if (status === 0) return stdout.trim();
  throw new Error(`buildah ${args.join(" ")}: ${error?.message ?? stderr.trim().split("\n").slice(-8).join("\n")}`);
}

/** Runs buildah to its end, however that is. */
export function tryBuildah(...args: string[]): SpawnSyncReturns<string> {
  return spawnSync("buildah", args, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
}
