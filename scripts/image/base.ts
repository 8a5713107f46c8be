import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { buildah, tryBuildah } from "./buildah.ts";

const certificates = "/etc/ssl/certs/ca-certificates.crt";
const node = "/usr/local/bin/node";

/**
 * What stands in for a public base image of Node where it can't be pulled: the same Debian by debootstrap with this
 * project's own Node, npm and an account `node`. Made once for each version.
 * @returns arguments of `buildah build`, none where the public one could be pulled
 */
export function baseImage(name: string): string[] {
  if (tryBuildah("pull", "--quiet", `docker.io/library/${name}`).status === 0) return [];
  const [, suite] = /^node:\d+-(\w+)-slim$/.exec(name) ?? [];
  if (suite === undefined) throw new Error(`${name} can't be pulled, and nothing is known that could stand in for it`);
  const made = `localhost/belfry-base:${process.versions.node}-${suite}`;
  process.stderr.write(`belfry: ${name} can't be pulled; ${made} stands in for it\n`);
  if (tryBuildah("inspect", "--type", "image", made).status !== 0) makeBase(made, suite);
  return ["--build-context", `${name}=docker-image://${made}`];
}

function makeBase(name: string, suite: string): void {
  // Not in a temporary folder that may be mounted `nodev`: a root file system has devices in it.
  const root = mkdtempSync("/var/tmp/belfry-base-");
  const inBase = (file: string) => path.join(root, file);
  const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: ["ignore", 2, 2] });
  try {
    run("debootstrap", "--variant=minbase", suite, root);
    copyFileSync(process.execPath, inBase(node));
    const npm = execFileSync("npm", ["--version"], { encoding: "utf8" }).trim();
    run("npm", "install", "--silent", "--global", "--prefix", inBase("/usr/local"), `npm@${npm}`);
    run("chroot", root, "useradd", "--uid", "1000", "--create-home", "node");
    const { NODE_EXTRA_CA_CERTS: trusted } = process.env;
    if (trusted) {
      mkdirSync(inBase(path.dirname(certificates)), { recursive: true });
      copyFileSync(trusted, inBase(certificates));
    }
    const container = buildah("from", "scratch");
    buildah("add", "--quiet", container, root, "/");
    buildah(
      "config",
      ...["--env", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
      ...(trusted ? ["--env", `NODE_EXTRA_CA_CERTS=${certificates}`] : []),
      container,
    );
    buildah("commit", "--quiet", "--rm", container, name);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
