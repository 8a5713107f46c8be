/**
 * `npm run test:image`: builds the container image as `Dockerfile` describes it, with buildah, and runs it. Where that
 * can't be it says why and tests nothing, which with `CI=true` is a failure. Arguments go to Playwright.
 */
import { spawnSync } from "node:child_process";
import { ensureBuildah, whyNoImages } from "./image/buildah.ts";
import { ensureBrowser } from "./verify/browser.ts";

const reason = whyNoImages();
if (reason !== undefined) {
  process.stderr.write(`belfry: the image is not tested: ${reason}\n`);
  process.exit(process.env["CI"] === "true" ? 1 : 0);
}
ensureBuildah();
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
