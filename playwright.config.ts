import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/verify/browser.ts";

const executablePath = findBrowser();

/** The built application in a browser. Each worker has a server, a database and a simulated hub of its own. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  retries: 0,
  forbidOnly: Boolean(process.env["CI"]),
  use: {
    trace: "retain-on-failure",
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
    },
  },
});
