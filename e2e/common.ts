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
  use: {
    // To record a test costs a good part of its time: where there is a second try, that one is.
    trace: process.env["CI"] ? "on-first-retry" : "retain-on-failure",
    launchOptions,
    // What a page asks for is looked at and held back on its way, which a worker in between would hide.
    serviceWorkers: "block",
  },
};
