/**
 * `npm run release`: writes `dist/belfry-VERSION.tgz`, which runs with Node.js alone, an archive of the embedded Postgres to
 * unpack over it, and a list of what is in both. What is built already is taken as it is. `--into FOLDER`: not `dist`.
 * Nothing is written of a version that breaks what the one before promised without saying so.
 */
import { spawnSync } from "node:child_process";
import { rmSync, statSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ensureBuilt, run } from "./demo/build.ts";
import { whyNotReleased } from "./release/promise.ts";
import { layOut, layOutPostgres, readManifest, type LaidOut } from "./release/lay-out.ts";

const { into } = parseArgs({ options: { into: { type: "string", default: "dist" } } }).values;
const mostBytes = 80_000_000;

const reason = whyNotReleased();
if (reason !== undefined) {
  console.error(`belfry: no release of this: ${reason}`);
  process.exit(1);
}
await ensureBuilt({ standsAlone: true });
const manifest = readManifest();
if (into === "dist") rmSync(into, { recursive: true, force: true });
const whole = layOut(into, manifest);
if (whole.bytes > mostBytes)
  throw new Error(`${whole.name} is ${megabytes(whole)} unpacked; ${mostBytes / 1e6} MB fit`);
await pack(whole, into);
for (const postgres of await layOutPostgres(into, manifest)) await pack(postgres, `${into}/${postgres.name}`);
writeFileSync(`${into}/sbom.cdx.json`, partsList());

/** @param from the folder in which the archive's only folder lies */
async function pack({ name, bytes }: LaidOut, from: string): Promise<void> {
  const file = `${into}/${name}.tgz`;
  await run("tar", ["-czf", file, "-C", from, `belfry-${manifest.version}`]);
  rmSync(`${into}/${name}`, { recursive: true, force: true });
  console.log(`${file}  ${megabytes({ bytes: statSync(file).size })}, ${megabytes({ bytes })} unpacked`);
}

function megabytes({ bytes }: { bytes: number }): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** What the application is built with and made of, by npm's own account. */
function partsList(): string {
  const { status, stdout, stderr } = spawnSync("npm", ["sbom", "--sbom-format=cyclonedx", "--omit=dev"], {
    encoding: "utf8",
    shell: process.platform === "win32",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`npm sbom ended with ${status}: ${stderr}`);
  return stdout;
}
