import { spawn, type SpawnSyncReturns } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { Image } from "./build.ts";
import { buildah, isolation, tryBuildah } from "./buildah.ts";

/** A container, whose commands run as the image's user with its variables, on this machine's own network. */
export interface Container {
  /** Runs one to its end. */
  run: (command: string[], env?: Record<string, string>) => SpawnSyncReturns<string>;
  /** Starts one. */
  start: (command: string[], env: Record<string, string>) => Running;
  /** Gives its files for as long as the work takes. @param work with the folder that is the container's root */
  files: <T>(work: (root: string) => T) => T;
  remove: () => void;
}

/** A command at work in a container. */
export interface Running {
  /** All that it has said so far. */
  said: () => string;
  /** Once it has ended. */
  exitCode: () => number | null;
  /** Sends the signal to it as a container engine does, and waits for its end. @returns its exit code */
  stop: (signal: "SIGTERM") => Promise<number | null>;
}

/** Makes a container of an image. */
export function createContainer({ name: image }: Image): Container {
  const name = buildah("from", "--pull-never", image);
  const argsOf = (command: string[], env: Record<string, string>) => [
    "run",
    ...isolation,
    ...Object.entries(env).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
    name,
    "--",
    ...command,
  ];
  return {
    run: (command, env = {}) => tryBuildah(...argsOf(command, env)),
    start: (command, env) => watched(argsOf(command, env)),
    files(work) {
      try {
        return work(buildah("mount", name));
      } finally {
        buildah("umount", name);
      }
    },
    remove: () => void buildah("rm", name),
  };
}

function watched(args: string[]): Running {
  const child = spawn("buildah", args, { stdio: ["ignore", "pipe", "pipe"] });
  const exited = once(child, "exit");
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return {
    said: () => said,
    exitCode: () => child.exitCode,
    async stop(signal) {
      if (child.exitCode === null && child.pid !== undefined) process.kill(firstInside(child.pid), signal);
      await exited;
      return child.exitCode;
    },
  };
}

/** The process that is a container's first: below buildah's own, of which each has started the next. */
function firstInside(pid: number): number {
  const [child] = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean),
  );
  return readlinkSync(`/proc/${pid}/exe`).includes("buildah") && child !== undefined ? firstInside(Number(child)) : pid;
}
