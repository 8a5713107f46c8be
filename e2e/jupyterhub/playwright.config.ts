import { defineConfig } from "@playwright/test";
import { launchOptions } from "../launch.ts";

/** The built application on a real JupyterHub with real labs, one hub for all of it: `npm run test:jupyterhub`. */
export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../../test-results/jupyterhub",
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  retries: 0,
  forbidOnly: Boolean(process.env["CI"]),
  use: { trace: "retain-on-failure", launchOptions },
});
