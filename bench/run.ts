/**
 * `npm run bench [name …] [-- --json] [-- --quick]`: all measurements, or those named. With `--json`, one flat object
 * alone. With `--quick` all is small: what is done is checked as always, and a few ratios that hold at any size.
 * A whole run of everything also writes the figures and plots of `docs/performance.md`. Each part is a process of its
 * own: one that fails costs its figures alone, is named at the end, and makes the exit code 1.
 */
import { parseArgs } from "node:util";
import { guardsBeyond } from "./guards.ts";
import { reaches } from "./reach.ts";
import { writeReport } from "./report.ts";
import { runPart, type Figures } from "./run-part.ts";

const parts = ["broadcast", "fan-out", "inbox", "api", "peers", "streams", "start", "page"];

const { values, positionals } = parseArgs({
  options: { json: { type: "boolean", default: false }, quick: { type: "boolean", default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !parts.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`belfry: there is no bench ${unknown.join(", ")}; there are ${parts.join(", ")}\n`);
  process.exit(2);
}
const figures: Figures = {};
const failures: string[] = [];
for (const name of positionals.length > 0 ? positionals : parts) {
  process.stderr.write(`belfry: measuring ${name} …\n`);
  try {
    Object.assign(figures, await runPart(`${import.meta.dirname}/${name}.ts`, values));
  } catch (error) {
    failures.push(`${name}: ${(error as Error).message}`);
  }
}
if (values.quick) failures.push(...guardsBeyond(figures));
else if (Object.keys(reaches).every((key) => key in figures)) writeReport(figures, new Date());
if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
else
  for (const [name, figure] of Object.entries(figures))
    process.stdout.write(`${name.padEnd(44)} ${Number(figure.toPrecision(4)).toLocaleString("en")}\n`);
for (const failure of failures) process.stderr.write(`belfry: FAILED ${failure}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
