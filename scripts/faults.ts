/**
 * `npm run test:faults`: the built application behind and beside real parts (proxies, a pooler, databases) that stop, vanish or are
 * restarted. Arguments go to Vitest.
 */
import { spawnSync } from "node:child_process";
import { ensureBuilt } from "./demo/build.ts";
import { missingParts } from "./faults/parts.ts";

const missing = missingParts();
if (missing.length > 0) {
  process.stderr.write(`belfry: ${missing.join(", ")} must be installed for this\n`);
  process.exit(1);
}
await ensureBuilt();
const { status } = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--project", "faults", ...process.argv.slice(2)],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
