import { defineConfig } from "@playwright/test";
import { common } from "../common.ts";

/** The built application on a real JupyterHub with real labs, one hub for all of it: `npm run test:jupyterhub`. */
export default defineConfig({
  ...common,
  testDir: ".",
  outputDir: "../../test-results/jupyterhub",
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
});
