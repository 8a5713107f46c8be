import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { unprivileged, type RunAs } from "#db/embedded/unprivileged.ts";
import { newestSource, run } from "../demo/build.ts";
import { copied, environmentOf, only, parseDockerfile, type Stage } from "./dockerfile.ts";

/** The image as folders on this machine: what a container of it would see, and how it would start. */
export interface LaidOutImage {
  /** Its working folder. */
  folder: string;
  /** The program that `node` is in it. */
  node: string;
  env: Record<string, string>;
  command: string[];
  healthCheck: string[];
  /** The account of its `USER` line; ourselves unless we are root. */
  runAs: RunAs;
}

/**
 * Does what `docker build` would, with the Dockerfile's own lines: the files that `.dockerignore` lets through, the
 * build, the copies into the image. Packages are linked instead of installed anew. Used again while it is newest.
 * @throws Error when a line fails, or is one that this can't follow
 */
export async function layOutImage(args: Record<string, string>): Promise<LaidOutImage> {
  const [build, image, ...others] = parseDockerfile(readFileSync("Dockerfile", "utf8"));
  if (!build || !image || others.length > 0) throw new Error("the Dockerfile is to have two stages");
  // Outside of the checkout: Next.js takes the outermost lock file's folder for its root.
  const root = path.join(
    tmpdir(),
    `belfry-image-${createHash("sha256")
      .update(JSON.stringify([process.cwd(), args]))
      .digest("hex")
      .slice(0, 12)}`,
  );
  const runAs = unprivileged();
  const folder = inside(path.join(root, "image"), only(image, "WORKDIR"));
  const node = inside(path.join(root, "image"), "/usr/local/bin/node");
  const stamp = path.join(root, "whole");
  if (
    !existsSync(stamp) ||
    statSync(stamp).mtimeMs <
      newestSource([
        "Dockerfile",
        ".dockerignore",
        "scripts/start.ts",
        "scripts/healthy.ts",
        "scripts/image/lay-out.ts",
      ])
  ) {
    rmSync(root, { recursive: true, force: true });
    await layOutBuild(build, path.join(root, "build"), args);
    // The base image's; ours may lie where the image's user can't reach it.
    mkdirSync(path.dirname(node), { recursive: true });
    cpSync(process.execPath, node);
    layOutCopies(image, build.name, root, runAs);
    rmSync(path.join(root, "build"), { recursive: true, force: true });
    writeFileSync(stamp, "");
  }
  const started = (line: string) => JSON.parse(line) as string[];
  return {
    folder,
    node,
    env: environmentOf(image, args),
    command: started(only(image, "CMD")),
    healthCheck: started(only(image, "HEALTHCHECK").replace(/^.*?CMD /, "")),
    runAs: only(image, "USER") === "root" ? {} : runAs,
  };
}

/** A path of the image, below the folder that stands for its root. */
const inside = (root: string, ...parts: string[]) => path.join(root, path.posix.resolve("/", ...parts));

async function layOutBuild(build: Stage, root: string, args: Record<string, string>): Promise<void> {
  const workdir = only(build, "WORKDIR");
  const folder = inside(root, workdir);
  mkdirSync(folder, { recursive: true });
  for (const { keyword, rest } of build.instructions) {
    if (keyword === "COPY") copyContext(copied(rest), root, workdir);
    else if (rest.startsWith("npm ci")) link("node_modules", path.join(folder, "node_modules"));
    else if (keyword === "RUN")
      await run("sh", ["-c", `cd ${folder} && exec ${rest}`], {
        ...process.env,
        ...args,
        ...environmentOf(build, args),
      });
  }
}

/** From the checkout: what git knows and `.dockerignore` does not leave out. */
function copyContext({ sources, destination }: ReturnType<typeof copied>, root: string, workdir: string): void {
  const ignored = readFileSync(".dockerignore", "utf8").split("\n").filter(Boolean);
  const left = new Set(ignored.flatMap((pattern) => globSync(pattern)));
  const isLeftOut = (file: string): boolean => file !== "." && (left.has(file) || isLeftOut(path.dirname(file)));
  const known = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
    .stdout.split("\n")
    .filter((file) => file !== "" && existsSync(file));
  const wanted = known.filter((file) => (sources.includes(".") || sources.includes(file)) && !isLeftOut(file));
  for (const file of wanted) cpSync(file, inside(root, workdir, destination, file), { preserveTimestamps: true });
}

function layOutCopies(image: Stage, buildName: string | undefined, root: string, runAs: RunAs): void {
  const workdir = only(image, "WORKDIR");
  mkdirSync(inside(path.join(root, "image"), workdir), { recursive: true });
  for (const { keyword, rest } of image.instructions) {
    if (keyword === "RUN" || keyword === "ADD")
      throw new Error(`${keyword} ${rest}: the image's own stage is to copy alone`);
    if (keyword !== "COPY") continue;
    const { sources, destination, from, chown } = copied(rest);
    if (from !== buildName) throw new Error(`COPY ${rest}: not from the build`);
    for (const source of sources) {
      const to = inside(path.join(root, "image"), workdir, destination);
      link(inside(path.join(root, "build"), source), to);
      if (chown !== undefined && "uid" in runAs) chownSync(to, runAs.uid, runAs.gid);
    }
  }
  // A checkout may be closed to the account which the image runs as; the image's files are not.
  for (const entry of readdirSync(path.join(root, "image"), { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) chmodSync(path.join(entry.parentPath, entry.name), 0o755);
  }
}

/** Copies a folder's content by hard links where the system can, since packages are many and large. */
function link(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  if (spawnSync("cp", ["-al", `${from}/.`, to], { stdio: "ignore" }).status !== 0)
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}
