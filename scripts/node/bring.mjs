/**
 * After an install, and before a build: `node_modules/.bin/node`, which every npm script runs on, is a Node.js that serves. That
 * is the one at hand, where it is new enough. Else it is the one pinned beside this file: it comes from the npm registry, its hash
 * is checked, and it stays in the account's cache, once for all clones. Plain JavaScript, since the Node.js at hand may be old.
 */
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { serves } from "./serves.mjs";

const folder = path.dirname(fileURLToPath(import.meta.url));
const windows = process.platform === "win32";
// What the install around this was asked for, npm hands on by its environment; it is not meant here.
const flags = [
  "--include=optional",
  "--package-lock-only=false",
  "--dry-run=false",
  "--ignore-scripts",
  "--no-audit",
  "--no-fund",
];
const program = windows ? "node.exe" : "node";

try {
  if (!serves) put(brought());
  // On Windows what is put there is a copy, which nobody needs of what is found without it.
  else if (!windows) put(process.execPath);
} catch (error) {
  console.error(`belfry: this is Node ${process.versions.node}; 22.19 or newer is needed, and ${error.message}.`);
  console.error("Install Node 24, or let npm reach its registry and this account write to its cache, and try again.");
  process.exit(1);
}

function put(node) {
  const place = path.resolve(folder, "../../node_modules/.bin", program);
  if (existsSync(place) && realpathSync(place) === realpathSync(node)) return;
  mkdirSync(path.dirname(place), { recursive: true });
  // A link that leads nowhere is not there for `existsSync`.
  rmSync(place, { force: true });
  if (windows) copyFileSync(node, place);
  else symlinkSync(node, place);
}

/** @returns the pinned one, fetched unless an install before did so */
function brought() {
  const name = `node-${windows ? "win" : process.platform}-${process.arch}`;
  const version = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")).optionalDependencies[name];
  if (version === undefined) throw new Error(`none is pinned for ${process.platform} ${process.arch}`);
  const kept = path.join(cache(), "belfry", `node-${version}`);
  const node = path.join(kept, "bin", program);
  if (existsSync(node)) return node;

  console.error(`belfry: this is Node ${process.versions.node}; bringing ${version}, once, into ${kept} …`);
  // Each attempt has a folder of its own, and only what is whole gets the name.
  const half = `${kept}.${process.pid}`;
  try {
    mkdirSync(half, { recursive: true, mode: 0o755 });
    for (const file of ["package.json", "package-lock.json"])
      copyFileSync(path.join(folder, file), path.join(half, file));
    const { status, error } = npm(half, ["ci", ...flags]);
    if (error) throw error;
    const whole = path.join(half, "node_modules", name);
    // Of packages that are for one platform each, npm leaves out what it can't fetch, and ends well.
    if (status !== 0 || !existsSync(whole)) throw new Error(`npm could not bring ${version} from its registry`);
    // Headers and manuals, a third of it.
    for (const part of ["include", "share"]) rmSync(path.join(whole, part), { recursive: true, force: true });
    try {
      renameSync(whole, kept);
    } catch (error) {
      // Another install was quicker; its Node.js is as good.
      if (!existsSync(node)) throw error;
    }
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return node;
}

/** What root installs, other accounts run: a hub's service for one. */
function cache() {
  const { XDG_CACHE_HOME } = process.env;
  if (XDG_CACHE_HOME) return XDG_CACHE_HOME;
  return process.getuid?.() === 0 ? "/var/cache" : path.join(homedir(), ".cache");
}

function npm(cwd, arguments_) {
  const { npm_execpath: npmPath } = process.env;
  const how = { cwd, stdio: ["ignore", 2, 2] };
  return npmPath
    ? spawnSync(process.execPath, [npmPath, ...arguments_], how)
    : spawnSync("npm", arguments_, { ...how, shell: windows });
}
