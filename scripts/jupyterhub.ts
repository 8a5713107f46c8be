/**
 * `npm run test:jupyterhub`: the built application on a real JupyterHub with real labs, in a browser. Installs the hub
 * into the user's cache at first. Arguments go to Playwright. The closing lines name every version.
 */
import { spawnSync } from "node:child_process";
import { ensureBuilt } from "./demo/build.ts";
import { ensureEnvironment } from "./jupyterhub/environment.ts";
import { ensureBrowser } from "./verify/browser.ts";

try {
  ensureBrowser();
  await ensureBuilt();
  const { versions } = await ensureEnvironment();
  const args = [
    "node_modules/@playwright/test/cli.js",
    "test",
    "--config",
    "e2e/jupyterhub/playwright.config.ts",
    ...process.argv.slice(2),
  ];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  for (const [name, version] of Object.entries(versions)) console.log(`${name} ${version}`);
  process.exit(status ?? 1);
} catch (error) {
  process.stderr.write(`belfry: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
