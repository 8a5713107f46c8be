/**
 * `npm run doctor`: what stands between these settings and a broadcast that arrives, a line a part, each with what to do.
 * It looks at everything and changes nothing. Exits with 0 where nothing is wrong, with 1 where something is.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { diagnose } from "./doctor/diagnose.ts";
import { report } from "./doctor/report.ts";

const usage = `npm run doctor              what is wrong with this set-up, and what to do about it
  --env-file FILE           the settings that Belfry is started with, beside this shell's own
  --json                    standard output is the result alone`;

function options(): { json: boolean; help: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
        "env-file": { type: "string" },
      },
    });
    if (values["env-file"] !== undefined) process.loadEnvFile(values["env-file"]);
    return values;
  } catch (error) {
    process.stderr.write(`belfry: ${(error as Error).message}\n\n${usage}\n`);
    process.exit(2);
  }
}

const { json, help } = options();
if (help) process.stdout.write(`${usage}\n`);
else {
  // Where the application is started, so that a relative DATA_DIR is the same one.
  process.chdir(fileURLToPath(new URL("..", import.meta.url)));
  const checks = await diagnose(process.env);
  const isWell = checks.every(({ state }) => state !== "wrong");
  process.stdout.write(json ? `${JSON.stringify({ ok: isWell, checks })}\n` : report(checks));
  process.exitCode = isWell ? 0 : 1;
}
