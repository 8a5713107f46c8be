import { defineConfig } from "@playwright/test";
import { launchOptions } from "../launch.ts";

/** The container image, laid out as folders and started as a container of it would be: `npm run test:image`. */
export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../../test-results/image",
  workers: 1,
  // The first test builds it.
  timeout: 600_000,
  expect: { timeout: 10_000 },
  retries: 0,
  forbidOnly: Boolean(process.env["CI"]),
  use: { trace: "retain-on-failure", launchOptions },
});
