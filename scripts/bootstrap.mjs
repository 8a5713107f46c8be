/**
 * `npm run demo` and `npm run verify` from a fresh clone: installs what the lock file names unless that is done, then
 * goes on with the Node that this left for all scripts. Plain JavaScript, since the Node at hand may be too old for anything else.
 */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [script, ...rest] = process.argv.slice(2);
process.chdir(root);

if (Number.parseInt(process.versions.node) < 20) {
  console.error(`belfry: this is Node ${process.versions.node}; 20 or newer is needed`);
  process.exit(1);
}

/** npm writes this file at the end of an install; one older than the lock file belongs to another version. */
const installed = "node_modules/.package-lock.json";
const upToDate = existsSync(installed) && statSync(installed).mtimeMs >= statSync("package-lock.json").mtimeMs;
const whole = existsSync("node_modules/vitest");
// The demo needs no tools to check with.
const light = script === "demo" && !whole;
if (!upToDate || !(light || whole)) {
  // Progress goes to standard error: with --json, standard output is the result alone.
  console.error("belfry: installing packages …");
  // Packages that ask for a newer Node than this one get it: node/bring.mjs is part of an install.
  const arguments_ = ["ci", "--no-audit", "--no-fund", "--loglevel=error", ...(light ? ["--omit=dev"] : [])];
  const { npm_execpath: npmPath } = process.env;
  const npm = npmPath
    ? spawnSync(process.execPath, [npmPath, ...arguments_], { stdio: ["ignore", 2, 2] })
    : spawnSync("npm", arguments_, { stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (npm.status !== 0) process.exit(npm.status ?? 1);
}
const node = path.join(root, "node_modules/.bin", process.platform === "win32" ? "node.exe" : "node");
const runtime = existsSync(node) ? node : process.execPath;
const result = spawnSync(runtime, [path.join("scripts", `${script}.ts`), ...rest], {
  stdio: "inherit",
  env: { ...process.env, PATH: `${path.dirname(runtime)}${path.delimiter}${process.env.PATH}` },
});
process.exit(result.status ?? 1);
