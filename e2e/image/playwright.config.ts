import { defineConfig } from "@playwright/test";
import { common } from "../common.ts";

/** The container image, laid out as folders and started as a container of it would be: `npm run test:image`. */
export default defineConfig({
  ...common,
  testDir: ".",
  outputDir: "../../test-results/image",
  workers: 1,
  // The first test builds it.
  timeout: 600_000,
  expect: { timeout: 10_000 },
});
