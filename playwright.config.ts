import { defineConfig } from "@playwright/test";
import { common } from "./e2e/common.ts";

/** The built application in a browser. Each worker has a server, a database and a simulated hub of its own. */
export default defineConfig({
  ...common,
  testDir: "e2e",
  globalSetup: "./e2e/build-once.ts",
  // They have steps of their own: `npm run test:image`, `npm run test:jupyterhub`.
  testIgnore: ["image/**", "jupyterhub/**"],
  // One more than the cores of a small machine, since many of them wait for something.
  workers: 3,
  // When something hangs, not how fast it has to be: a busy machine takes many times as long as a quiet one.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  // One that passes at a later try is counted, and named as flaky.
  retries: process.env["CI"] ? 2 : 0,
});
