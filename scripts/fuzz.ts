/**
 * `npm run test:fuzz`: sends what schemathesis makes of `/api/openapi.json` to every endpoint, as each kind of caller.
 * Fails on an answer from 500 on (but for those that an endpoint declares), on any that the document does not describe, on
 * what it forbids and is taken, and on what it allows and is refused (`hooks.py` has what no schema can say). The seed is fixed; `FUZZ_SEED` and `FUZZ_EXAMPLES` ask for others and for more.
 * The last line on standard output is a JSON object of counts.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openEmbedded } from "#db/embedded.ts";
import { makeCallers, type Caller } from "./fuzz/callers.ts";
import { ensureBuilt } from "./demo/build.ts";
import { hubSettings, startServer } from "./demo/server.ts";
import { signInAsProgram } from "./demo/sign-in-as-program.ts";
import { ensurePackages } from "./python/environment.ts";
import { startSimulatedHub } from "./simulated-hub/index.ts";

const seed = process.env["FUZZ_SEED"] ?? "20261122";
const examples = process.env["FUZZ_EXAMPLES"] ?? "12";
const folder = path.join(import.meta.dirname, "fuzz");
/** What an answer is checked for. */
const checks = [
  "nothing_fails",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
  "unsupported_method",
  "allow_header_conformance",
  "negative_data_rejection",
  "refuses_by_the_document",
];

/** Callers whose requests are made at the same time. */
const atOnce = 3;

interface Counts {
  requests: number;
  endpoints: number;
  findings: number;
}

/** As much of schemathesis's report as is counted. */
interface Report {
  complete: boolean;
  operations: { tested: number };
  test_cases: { generated: number; unique_failures: number; errored: number };
}

/** Runs schemathesis as one caller. What it says goes to standard error if it found something. */
async function fuzz(
  python: string,
  url: string,
  { who, tokens, thorough, signIn }: Caller,
  report: string,
): Promise<Counts> {
  const cookie = signIn && (await signInAsProgram(url, signIn)).cookie;
  const args = [
    "-m",
    "schemathesis.cli",
    "run",
    `${url}/api/openapi.json`,
    "--checks",
    checks.join(),
    "--phases",
    thorough ? "examples,coverage,fuzzing" : "examples,fuzzing",
    "--mode",
    "all",
  ];
  // The stream of events has no end; its own tests ask for it.
  args.push(
    "--max-examples",
    examples,
    "--seed",
    seed,
    "--exclude-path",
    "/api/stream",
    "--request-timeout",
    "20",
    "--continue-on-failure",
    "--no-color",
  );
  args.push(
    "--generation-database",
    "none",
    "--suppress-health-check",
    "all",
    "--warnings",
    "off",
    "--report",
    "json",
    "--report-json-path",
    report,
  );
  const child = spawn(python, args, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      SCHEMATHESIS_HOOKS: "hooks",
      PYTHONPATH: folder,
      BELFRY_TOKENS: tokens.join(),
      BELFRY_COOKIE: cookie ?? "",
    },
  });
  let said = "";
  for (const output of [child.stdout, child.stderr]) output.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once("error", reject).once("close", resolve),
  );
  if (code !== 0) console.error(said.slice(-20_000));
  const { complete, operations, test_cases: cases } = JSON.parse(readFileSync(report, "utf8")) as Report;
  const found = cases.unique_failures + cases.errored;
  // A run that ended badly has found something, even if it can't say what.
  const counts = {
    requests: cases.generated,
    endpoints: operations.tested,
    findings: code === 0 && complete ? found : Math.max(1, found),
  };
  console.error(`as ${who}: ${counts.requests} requests to ${counts.endpoints} endpoints, ${counts.findings} findings`);
  return counts;
}

/** Ends everything in order, however this ends. */
function untilSignal(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.once(signal, () => reject(new Error(`ended by ${signal}`)));
  });
}

const python = await ensurePackages("schemathesis", path.join(folder, "requirements.txt"));
await ensureBuilt();
const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-fuzz-"));
const hub = await startSimulatedHub({ labs: 3, mix: {} });
const embedded = await openEmbedded({ dataDir });
const settings = {
  DATABASE_URL: embedded.url,
  DATA_DIR: dataDir,
  AUTH_SECRET: "a secret for the time of a test",
  ADMIN_USERNAME: "admin",
  ADMIN_PASSWORD: "ring the bell",
  ...hubSettings(hub),
};
const server = await startServer({ settings });
const total: Counts = { requests: 0, endpoints: 0, findings: 0 };
try {
  const callers = await makeCallers(embedded.url);
  const waiting = callers.entries();
  const takeTurns = async () => {
    for (const [n, caller] of waiting) {
      const { requests, endpoints, findings } = await fuzz(
        python,
        server.url,
        caller,
        path.join(dataDir, `report-${n}.json`),
      );
      total.requests += requests;
      total.endpoints = Math.max(total.endpoints, endpoints);
      total.findings += findings;
    }
  };
  await Promise.race([Promise.all(Array.from({ length: atOnce }, takeTurns)), untilSignal()]);
} finally {
  await server.stop();
  await embedded.stop();
  await hub.close();
  rmSync(dataDir, { recursive: true, force: true });
}
console.log(JSON.stringify(total));
process.exit(total.findings === 0 ? 0 : 1);
