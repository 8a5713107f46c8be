/**
 * `npm run test:clients`: what others make of the API's document. Two linters must have nothing to say of it, and two
 * generated clients (Python, TypeScript) each run a program against the built application.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openEmbedded } from "#db/embedded.ts";
import { ensureBuilt, run } from "./demo/build.ts";
import { hubSettings, startServer } from "./demo/server.ts";
import { ensurePackages } from "./python/environment.ts";
import { keptFolder } from "./python/kept-folder.ts";
import { startSimulatedHub } from "./simulated-hub/index.ts";

const folder = path.join(import.meta.dirname, "clients");
const token = `blf_${"clients".repeat(6)}`;

/** The packages of `scripts/clients/package.json`, as its lock file names them, beside the programs that need them. */
const ensureNodePackages = () =>
  keptFolder({
    name: "clients",
    pins: readFileSync(path.join(folder, "package-lock.json")),
    async make(empty) {
      mkdirSync(empty, { recursive: true });
      for (const file of ["package.json", "package-lock.json"]) cpSync(path.join(folder, file), path.join(empty, file));
      const args = ["ci", "--prefix", empty, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
      const { npm_execpath: npmPath } = process.env;
      await (npmPath ? run(process.execPath, [npmPath, ...args]) : run("npm", args));
    },
    find: (made) => [path.join(made, "node_modules")].find(existsSync),
  });

const work = mkdtempSync(path.join(tmpdir(), "belfry-clients-"));
const [packages, python] = await Promise.all([
  ensureNodePackages(),
  ensurePackages("openapi-python-client", path.join(folder, "requirements.txt")),
  ensureBuilt(),
]);
const hub = await startSimulatedHub({ labs: 3, mix: {} });
const dataDir = path.join(work, "data");
const embedded = await openEmbedded({ dataDir });
const server = await startServer({
  settings: {
    DATABASE_URL: embedded.url,
    DATA_DIR: dataDir,
    AUTH_SECRET: "a secret for the time of a test",
    ADMIN_USERNAME: "admin",
    ADMIN_PASSWORD: "ring the bell",
    ADMIN_TOKEN: token,
    ...hubSettings(hub),
  },
});

const document = path.join(work, "openapi.json");
const node = (file: string, ...args: string[]) => run(process.execPath, [path.join(work, file), ...args], environment);
const environment = { ...process.env, BELFRY_URL: server.url, BELFRY_TOKEN: token, NO_COLOR: "1" };

const nodeTypes = ["--types", "node", "--typeRoots", path.resolve("node_modules/@types")];

/** An origin whose member the admin is. */
async function originOf(origin: string): Promise<string> {
  for (const url of [`/api/origins/${origin}`, `/api/origins/${origin}/members/admin`]) {
    const { status } = await fetch(server.url + url, { method: "PUT", headers: { Authorization: `Bearer ${token}` } });
    if (status !== 204) throw new Error(`PUT ${url}: ${status}`);
  }
  return origin;
}

/** @returns what runs the program */
async function inTypeScript(): Promise<() => Promise<void>> {
  await node("generate.mjs", document, path.join(work, "api.d.ts"));
  await run(process.execPath, [path.resolve("node_modules/typescript/bin/tsc"), "-p", work, ...nodeTypes]);
  return async () => node("program.ts", await originOf("in-typescript"));
}

/** @returns what runs the program */
async function inPython(): Promise<() => Promise<void>> {
  const bin = path.dirname(python);
  const env = { ...environment, PATH: `${bin}${path.delimiter}${process.env["PATH"]}`, PYTHONPATH: work };
  const to = path.join(work, "belfry_client");
  // What is for feed readers is a text for it.
  const config = path.join(folder, "python.json");
  const args = ["--config", config, "--path", document, "--output-path", to, "--meta", "none", "--fail-on-warning"];
  await run(python, ["-m", "openapi_python_client", "generate", ...args], env);
  return async () => run(python, [path.join(folder, "program.py"), await originOf("in-python")], env);
}

/** Does the work; what goes wrong is said and leaves the rest to go on. */
async function part<R>(name: string, work: () => Promise<R>): Promise<R | undefined> {
  try {
    return await work();
  } catch (error) {
    console.error(`${name}: ${String(error)}`);
    process.exitCode = 1;
    return undefined;
  }
}

try {
  writeFileSync(document, await (await fetch(`${server.url}/api/openapi.json`)).text());
  for (const file of ["package.json", "lint.mjs", "generate.mjs", "program.ts", "tsconfig.json"])
    cpSync(path.join(folder, file), path.join(work, file));
  symlinkSync(packages, path.join(work, "node_modules"), "junction");
  const [, ...programs] = await Promise.all([
    part("the linters", () => node("lint.mjs", document)),
    part("TypeScript", inTypeScript),
    part("Python", inPython),
  ]);
  // One after the other: what one sends is in the other's inbox too.
  for (const program of programs) if (program) await part("a program", program);
} finally {
  await server.stop();
  await embedded.stop();
  await hub.close();
  rmSync(work, { recursive: true, force: true });
}
