/**
 * `npm run verify`: everything that must hold: types, format, lint, layers, unused code, unit, database, build, fuzz,
 * generated clients, end-to-end, faults, measurements, another Postgres, the Helm chart, the container image, a real JupyterHub. A step that fails does not stop the ones after it.
 * The last line is `N passed, N failed`: tests, and one for each step that has none.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { whyNoChartTools } from "./chart/tools.ts";
import { missingParts, systemPostgres } from "./faults/parts.ts";
import { whyNoImages } from "./image/buildah.ts";
import { whyNoPython } from "./python/venv.ts";
import { ensureBrowser } from "./verify/browser.ts";
import { readReport, type Outcome } from "./verify/read-report.ts";

const reports = mkdtempSync(path.join(tmpdir(), "belfry-verify-"));
const report = (name: string) => path.join(reports, `${name}.json`);

const next = "node_modules/next/dist/bin/next";
/** How much of what a step without tests said is repeated at the end when it failed. */
const lastLines = 20;
const layered = ["app", "components", "lib", "db", "e2e", "bench", "scripts", "instrumentation.ts"];

const all = { passed: 0, failed: 0 };
/** What is worth reading again at the end, by step. */
const notes: string[] = [];
const failed: string[] = [];

interface Step {
  name: string;
  /** Node scripts with their arguments, run one after the other. */
  commands: string[][];
  env?: Record<string, string>;
  /** Where the step leaves its test counts; without, it counts as one. */
  report?: string;
}

const vitest = (name: string, project: string, env: Record<string, string> = {}): Step => ({
  name,
  commands: [
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--project",
      project,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report(name)}`,
    ],
  ],
  env,
  report: report(name),
});

const playwright = (name: string, command: string[]): Step => ({
  name,
  commands: [[...command, "--reporter=list,json"]],
  env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report(name) },
  report: report(name),
});

/** A real hub and schemathesis need a Python; in CI there has to be one. */
function pythonIsThere(): boolean {
  if (process.env["CI"] === "true" || whyNoPython() === undefined) return true;
  console.log("no Python ≥ 3.10: fuzzing, generated clients and the tests on a real JupyterHub are left out");
  return false;
}

/** The container image is built by buildah, as root; in CI that has to be. */
function imagesCanBeBuilt(): boolean {
  const reason = process.env["CI"] === "true" ? undefined : whyNoImages();
  if (reason !== undefined) console.log(`the container image is left out: ${reason}`);
  return reason === undefined;
}

/** The chart's own tools are built with Go; in CI that has to be there. */
function chartCanBeChecked(): boolean {
  const reason = process.env["CI"] === "true" ? undefined : whyNoChartTools();
  if (reason !== undefined) console.log(`the Helm chart is left out: ${reason}`);
  return reason === undefined;
}

/** Proxies and databases as they really are; in CI they have to be there. */
function partsAreThere(): boolean {
  const missing = missingParts();
  if (process.env["CI"] === "true" || missing.length === 0) return true;
  console.log(`no ${missing.join(", ")}: the faults that take them are left out`);
  return false;
}

/** One after the other; those of one list at the same time, since each of them waits for other things than the processor. */
function steps(): (Step | Step[])[] {
  const postgresBin = systemPostgres();
  return [
    { name: "routes", commands: [[next, "typegen"]] },
    [
      { name: "types", commands: [["node_modules/typescript/bin/tsc", "--noEmit"]] },
      { name: "format", commands: [["node_modules/prettier/bin/prettier.cjs", "--check", "."]] },
      { name: "lint", commands: [["node_modules/eslint/bin/eslint.js", ".", "--max-warnings", "0"]] },
      {
        name: "layers",
        commands: [
          [
            "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
            "--config",
            ".dependency-cruiser.js",
            ...layered,
          ],
          ["scripts/closures.ts"],
        ],
      },
      { name: "unused", commands: [["node_modules/knip/bin/knip.js"]] },
    ],
    vitest("unit", "unit"),
    vitest("database", "database"),
    // What stands alone is for the archive of a release, which the end-to-end tests start.
    { name: "build", commands: [[next, "build"]], env: { BUILD_STANDALONE: "1" } },
    pythonIsThere()
      ? [
          { name: "fuzz", commands: [["scripts/fuzz.ts"]] },
          { name: "clients", commands: [["scripts/clients.ts"]] },
        ]
      : [],
    // Alone: where its tools are not kept yet, they take two minutes of every processor.
    chartCanBeChecked() ? { name: "chart", commands: [["scripts/chart.ts"]] } : [],
    playwright("end-to-end", ["node_modules/@playwright/test/cli.js", "test"]),
    [
      ...(partsAreThere() ? [vitest("faults", "faults")] : []),
      { name: "measurements, small", commands: [["bench/run.ts", "--quick"]] },
    ],
    [
      ...(postgresBin
        ? [
            vitest(`database on ${path.basename(path.dirname(postgresBin))}`, "database", {
              BELFRY_TEST_POSTGRES: postgresBin,
            }),
          ]
        : []),
      ...(imagesCanBeBuilt() ? [playwright("image", ["scripts/image.ts"])] : []),
      ...(pythonIsThere() ? [playwright("jupyterhub", ["scripts/jupyterhub.ts"])] : []),
    ],
  ];
}

/** Runs steps at the same time. What each says comes whole, when it has ended; one alone says it as it goes. */
async function run(together: Step[]): Promise<void> {
  await Promise.all(
    together.map(async (step) => {
      const started = Date.now();
      const alone = together.length === 1;
      if (alone) console.log(`\n── ${step.name}`);
      const env = { ...process.env, NO_COLOR: "1", ...step.env };
      let said = "";
      let status = 0;
      for (const args of step.commands) {
        const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], env });
        for (const stream of [child.stdout, child.stderr]) {
          stream.setEncoding("utf8").on("data", (text: string) => {
            said += text;
            if (alone) process.stdout.write(text);
          });
        }
        const [code] = (await once(child, "close")) as [number | null];
        if (code !== 0) status = 1;
      }
      if (!alone) process.stdout.write(`\n── ${step.name}\n${said}`);
      const outcome: Outcome =
        step.report && existsSync(step.report)
          ? readReport(JSON.parse(readFileSync(step.report, "utf8")) as Parameters<typeof readReport>[0])
          : { passed: status === 0 ? 1 : 0, failed: 0, notes: [] };
      // A step that ends badly has failed even where its tests have not.
      if (status !== 0 && outcome.failed === 0) {
        outcome.failed = 1;
        outcome.notes.push(said.trimEnd().split("\n").slice(-lastLines).join("\n"));
      }
      const seconds = ((Date.now() - started) / 1000).toFixed(0);
      console.log(`── ${step.name}: ${status === 0 ? "passed" : "FAILED"}, ${seconds} s`);
      if (outcome.failed > 0) failed.push(step.name);
      notes.push(...outcome.notes.map((text) => `── ${step.name}\n${text}`));
      all.passed += outcome.passed;
      all.failed += outcome.failed;
    }),
  );
}

try {
  console.log(`browser: ${ensureBrowser()}`);
  all.passed++;
} catch (error) {
  console.error((error as Error).message);
  all.failed++;
}
for (const step of steps()) await run([step].flat());
rmSync(reports, { recursive: true, force: true });
// The end is what is read first, and all that some keep of a log.
if (notes.length > 0) console.log(`\n${notes.join("\n")}`);
if (failed.length > 0) console.log(`\nfailed: ${failed.join(", ")}`);
console.log(`\n${all.passed} passed, ${all.failed} failed`);
process.exit(all.failed > 0 ? 1 : 0);
