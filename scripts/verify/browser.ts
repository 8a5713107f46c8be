import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/** Where systems keep a Chromium of their own. */
const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

/** The browser to test with, if there is one: Playwright's own download, else the system's. */
export function findBrowser(): string | undefined {
  return [process.env["CHROMIUM_PATH"] ?? "", chromium.executablePath(), ...places].find((file) => {
    if (!file || !existsSync(file)) return false;
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Finds a browser, or gets one: Playwright's download first, then Debian's package where we may install it.
 * @throws Error that says how to get one by hand
 */
export function ensureBrowser(): string {
  const ways: (() => void)[] = [
    () => run(process.execPath, ["node_modules/@playwright/test/cli.js", "install", "chromium"]),
    () => {
      if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
      run("apt-get", ["update"]);
      run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"]);
    },
  ];
  for (const way of [() => undefined, ...ways]) {
    way();
    const found = findBrowser();
    if (found) return found;
  }
  throw new Error("there is no Chromium and none could be installed; install one and set CHROMIUM_PATH to it");
}

function run(command: string, args: string[]): void {
  spawnSync(command, args, { stdio: ["ignore", 2, 2], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
}
