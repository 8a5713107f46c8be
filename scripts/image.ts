/** `npm run test:image`: the container image as `Dockerfile` describes it, without Docker. Arguments go to Playwright. */
import { spawnSync } from "node:child_process";
import { ensureBrowser } from "./verify/browser.ts";

ensureBrowser();
const { status } = spawnSync(
  process.execPath,
  [
    "node_modules/@playwright/test/cli.js",
    "test",
    "--config",
    "e2e/image/playwright.config.ts",
    ...process.argv.slice(2),
  ],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
