import type { PlaywrightTestConfig } from "@playwright/test";
import { findBrowser } from "#scripts/verify/browser.ts";

const executablePath = findBrowser();

/** Whichever browser there is, quiet, and as root without its sandbox. */
const launchOptions = {
  ...(executablePath && { executablePath }),
  args: [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ],
};

/** What all browser tests have in common. */
export const common: PlaywrightTestConfig = {
  testMatch: "**/*.spec.ts",
  forbidOnly: Boolean(process.env["CI"]),
  // What a page asks for is looked at and held back on its way, which a worker in between would hide.
  use: { trace: "retain-on-failure", launchOptions, serviceWorkers: "block" },
};
