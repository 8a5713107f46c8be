import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { withProgress } from "./progress.ts";

const sources = [
  "app",
  "components",
  "lib",
  "db",
  "docs",
  "scripts/manual",
  "package-lock.json",
  "next.config.js",
  "instrumentation.ts",
];

/** When a file, or the newest in a folder, was changed; ms since 1970. */
function newest(file: string): number {
  const stat = statSync(file);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(file).map((name) => newest(path.join(file, name))));
}

/**
 * Builds the application unless the build is newer than everything it is made of. @param standsAlone with what the archive of
 * a release is made of @throws Error with what the build said when it fails
 */
export async function ensureBuilt({ standsAlone = false }: { standsAlone?: boolean } = {}): Promise<void> {
  const stamp = standsAlone ? ".next/standalone/.next/BUILD_ID" : ".next/BUILD_ID";
  if (existsSync(stamp) && statSync(stamp).mtimeMs > Math.max(...sources.map(newest))) return;
  await buildPages(standsAlone ? { ...process.env, BUILD_STANDALONE: "1" } : process.env);
}

async function buildPages(env: NodeJS.ProcessEnv): Promise<void> {
  await withProgress("building the pages", async () => {
    const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...env, NEXT_TELEMETRY_DISABLED: "1" },
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (said += text));
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) throw new Error(`the build ended with ${code}:\n${said}`);
  });
}

/** Runs a command to its end; its output goes to standard error. @throws Error when it fails */
export async function run(command: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const child = spawn(command, args, { stdio: ["ignore", 2, 2], env });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code !== 0) throw new Error(`${[command, ...args].join(" ")} ended with ${code}`);
}
