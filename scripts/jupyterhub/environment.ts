import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "../demo/build.ts";
import { keptFolder } from "../python/kept-folder.ts";
import { installing, interpreterOf, makeVenv } from "../python/venv.ts";

const folderOfPins = path.join(import.meta.dirname, "pins");

/** The files that say what is installed; `JUPYTERHUB_VERSION` asks for another hub than the pinned one. */
function readPins(): [name: string, text: string][] {
  const { JUPYTERHUB_VERSION: version } = process.env;
  const read = (name: string): [string, string] => [name, readFileSync(path.join(folderOfPins, name), "utf8")];
  return [read("requirements.txt"), read("package.json"), read("package-lock.json")].map(([name, text]) => [
    name,
    version ? text.replace(/^jupyterhub==.*$/m, `jupyterhub==${version}`) : text,
  ]);
}

/** The programs of a real hub, installed. */
export interface HubEnvironment {
  python: string;
  /** The hub's proxy, a script for Node. */
  proxy: string;
  /** By name, as they report themselves. */
  versions: Record<string, string>;
}

/**
 * The pinned hub, lab, extension and proxy, kept while the pins are the same.
 * @throws Error when there is no Python to make it with, or a package can't be installed
 */
export function ensureEnvironment(): Promise<HubEnvironment> {
  const pins = readPins();
  return keptFolder({
    name: "jupyterhub",
    pins: JSON.stringify(pins),
    make: (folder) => install(folder, pins),
    find: describe,
  });
}

async function install(folder: string, pins: [name: string, text: string][]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of pins) writeFileSync(path.join(folder, name), text);
  const venv = path.join(folder, "venv");
  makeVenv(venv);
  const { npm_execpath: npm } = process.env;
  const inFolder = ["--prefix", folder, "ci", "--no-audit", "--no-fund"];
  await Promise.all([
    run(interpreterOf(venv), installing(path.join(folder, "requirements.txt"))),
    npm ? run(process.execPath, [npm, ...inFolder]) : run("npm", inFolder),
  ]);
}

/** @returns nothing when it doesn't run, as after an upgrade of the Python that it was made with */
function describe(folder: string): HubEnvironment | undefined {
  const python = interpreterOf(path.join(folder, "venv"));
  const named = readFileSync(path.join(folder, "requirements.txt"), "utf8")
    .split("\n")
    .map((line) => line.split("==")[0])
    .filter(Boolean);
  const asked = `import json, platform, sys
from importlib.metadata import version
print(json.dumps({"Python": platform.python_version(), **{name: version(name) for name in sys.argv[1:]}}))`;
  const { status, stdout } = spawnSync(python, ["-c", asked, ...named.map(String)], { encoding: "utf8" });
  if (status !== 0) return undefined;
  const proxyFolder = path.join(folder, "node_modules/configurable-http-proxy");
  const { version, bin } = JSON.parse(readFileSync(path.join(proxyFolder, "package.json"), "utf8")) as {
    version: string;
    bin: Record<string, string>;
  };
  return {
    python,
    proxy: path.join(proxyFolder, bin["configurable-http-proxy"] ?? ""),
    versions: {
      Node: process.versions.node,
      ...(JSON.parse(stdout) as Record<string, string>),
      "configurable-http-proxy": version,
    },
  };
}
