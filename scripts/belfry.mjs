#!/usr/bin/env node
/**
 * `belfry`, this package's command (docs/client.md). Plain JavaScript, since the Node at hand may be too old for the rest: the one
 * that an install left for its scripts takes over then. Below `node_modules`, where Node reads no TypeScript, its types are taken off here.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import * as nodeModule from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const folder = path.dirname(fileURLToPath(import.meta.url));
const main = path.join(folder, "client/main.ts");
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 22 || (major === 22 && minor < 19)) {
  const own = path.join(folder, "../node_modules/.bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(own)) {
    console.error(`belfry: this is Node ${process.versions.node}; 22.19 or newer is needed`);
    process.exit(2);
  }
  const { status, signal } = spawnSync(own, [main, ...process.argv.slice(2)], { stdio: "inherit" });
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 1);
}
if (folder.split(path.sep).includes("node_modules")) {
  const { registerHooks, stripTypeScriptTypes } = nodeModule;
  // What takes them off is said to be an experiment, on standard error, at each call.
  process.removeAllListeners("warning");
  registerHooks({
    load: (url, context, next) =>
      url.startsWith("file:") && url.endsWith(".ts")
        ? {
            format: "module",
            source: stripTypeScriptTypes(readFileSync(fileURLToPath(url), "utf8")),
            shortCircuit: true,
          }
        : next(url, context),
  });
}
await import(pathToFileURL(main).href);
