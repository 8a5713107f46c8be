import { spawn } from "node:child_process";

const openers: Partial<Record<NodeJS.Platform, string>> = { darwin: "open", linux: "xdg-open" };

/** Opens an address where somebody sits before a screen; elsewhere, and where that can't be done, it stands in the terminal. */
export function openInBrowser(url: string): void {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const opener = openers[process.platform];
  const hasScreen = process.platform === "darwin" || Boolean(DISPLAY ?? WAYLAND_DISPLAY);
  if (!opener || !hasScreen || !process.stdout.isTTY) return;
  spawn(opener, [url], { stdio: "ignore", detached: true })
    .once("error", () => process.stderr.write(`belfry: open ${url}\n`))
    .unref();
}
