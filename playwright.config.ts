import { defineConfig } from "@playwright/test";
import { launchOptions } from "./e2e/launch.ts";

/** The built application in a browser. Each worker has a server, a database and a simulated hub of its own. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  // They have steps of their own: `npm run test:image`, `npm run test:jupyterhub`.
  testIgnore: ["image/**", "jupyterhub/**"],
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // One that passes at a later try is counted, and named as flaky.
  retries: process.env["CI"] ? 2 : 0,
  forbidOnly: Boolean(process.env["CI"]),
  use: { trace: "retain-on-failure", launchOptions },
});
