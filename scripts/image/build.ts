import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { baseImage } from "./base.ts";
import { buildah, isolation } from "./buildah.ts";

/** An image that was built, and what it says of itself. */
export interface Image {
  name: string;
  /** The variables that a container of it starts with. */
  env: Record<string, string>;
  command: string[];
  healthCheck: string[];
  user: string;
}

/** The images that the Dockerfile begins with. */
export function basesOf(dockerfile: string): string[] {
  const stages = [...dockerfile.matchAll(/^FROM (\S+)(?: AS (\S+))?/gm)].map(([, from = "", as]) => ({ from, as }));
  return [...new Set(stages.map(({ from }) => from))].filter((from) => !stages.some(({ as }) => as === from));
}

/** Builds the Dockerfile of the working folder, line by line as Docker does; what has not changed is used again. */
export function buildImage(): Image {
  const name = `localhost/belfry:${process.pid}`;
  const cache = execFileSync("npm", ["config", "get", "cache"], { encoding: "utf8" }).trim();
  buildah(
    "build",
    ...isolation,
    "--layers",
    // Health checks are Docker's alone.
    ...["--format", "docker", "--pull-never", "--tag", name],
    ...["--volume", `${cache}:/root/.npm`],
    ...basesOf(readFileSync("Dockerfile", "utf8")).flatMap(baseImage),
    ".",
  );
  const { Docker } = JSON.parse(buildah("inspect", "--type", "image", name)) as {
    Docker: { config: { User: string; Env: string[]; Cmd: string[]; Healthcheck: { Test: string[] } } };
  };
  const { User, Env, Cmd, Healthcheck } = Docker.config;
  const [kind, ...healthCheck] = Healthcheck.Test;
  if (kind !== "CMD") throw new Error(`the health check is to be a command, not ${kind}`);
  return { name, env: Object.fromEntries(Env.map(pair)), command: Cmd, healthCheck, user: User };
}

function pair(variable: string): [string, string] {
  const at = variable.indexOf("=");
  return [variable.slice(0, at), variable.slice(at + 1)];
}

/** Takes an image away; the layers that the next build can use again stay. */
export function removeImage({ name }: Image): void {
  buildah("rmi", name);
}
