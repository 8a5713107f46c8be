import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { constants, zstdCompressSync } from "node:zlib";
import postgres from "postgres";
import { parseAddress } from "../address.ts";
import { openEmbedded } from "../embedded.ts";
import { migrate } from "../migrate.ts";
import { clientOptions } from "../session.ts";
import type { Cluster } from "./cluster.ts";
import { asNew } from "./identity.ts";
import { fitting, packOf, type Contents } from "./ready-cluster.ts";

/**
 * Makes a cluster with this version's schema, nobody in it and no password, and packs it beside a copy of the programs that
 * made it: a first start of those unpacks it.
 * @param bin the copy's folder with `postgres`
 * @see docs/decisions/0043-a-cluster-made-ahead.md
 */
export async function makeReadyCluster(bin: string): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-ready-"));
  // The account that runs Postgres is to reach it.
  chmodSync(dataDir, 0o755);
  try {
    const { url, folder, stop } = await openEmbedded({ dataDir });
    const segment = await prepare(url).finally(stop);
    packCluster({ folder: path.join(folder, "pg"), bin, segment });
    rmSync(folder, { recursive: true, force: true });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** @returns the segment of its log that the next checkpoint is in */
async function prepare(url: string): Promise<string> {
  await migrate(url);
  const sql = postgres({ ...clientOptions(parseAddress(url)), max: 1 });
  try {
    await sql`alter role belfry password null`;
    await sql`vacuum analyze`;
    // A new segment has nothing but zeros after the checkpoint.
    await sql`select pg_switch_wal()`;
    await sql`checkpoint`;
    const [row] = await sql<{ segment: string }[]>`select pg_walfile_name(pg_current_wal_lsn()) as segment`;
    return row?.segment ?? "";
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** What a server leaves that belongs to its last run. */
const left = new Set(["server.log", "postmaster.opts"]);

/**
 * Packs a cluster that was stopped in order as one file, beside the programs that are to run it.
 * @param segment of its log the only one that is needed: the one with the last checkpoint
 */
function packCluster({ folder, bin, segment }: Pick<Cluster, "folder" | "bin"> & { segment: string }): void {
  const isNeeded = (name: string) => !/^[0-9A-F]{24}$/.test(path.basename(name)) || path.basename(name) === segment;
  const isFolder = (name: string) => statSync(path.join(folder, name)).isDirectory();
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .filter((name) => !left.has(name) && isNeeded(name));
  const files = new Map(
    names.filter((name) => !isFolder(name)).map((name) => [name, readFileSync(path.join(folder, name))]),
  );
  // Whether they can be given another identity, is to be known now.
  asNew(files);
  const held: Buffer[] = [];
  const places = new Map<string, number>();
  let end = 0;
  const placeOf = (bytes: Buffer): number => {
    const hash = createHash("sha256").update(bytes).digest("hex");
    const known = places.get(hash);
    if (known !== undefined) return known;
    places.set(hash, end);
    held.push(bytes);
    end += bytes.length;
    return end - bytes.length;
  };
  const contents: Contents = {
    madeFor: fitting(bin),
    folders: names.filter(isFolder),
    files: [...files].map(([name, bytes]) => ({ name, at: placeOf(bytes), bytes: bytes.length })),
  };
  const params = { [constants.ZSTD_c_compressionLevel]: 19, [constants.ZSTD_c_checksumFlag]: 1 };
  const whole = Buffer.concat([Buffer.from(`${JSON.stringify(contents)}\n`), ...held]);
  writeFileSync(packOf(bin), zstdCompressSync(whole, { params }));
}
