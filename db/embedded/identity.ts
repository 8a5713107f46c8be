import { randomBytes } from "node:crypto";

/** Where Postgres 18 has it in `pg_control` (src/include/catalog/pg_control.h), whose own version that is. */
const control = { version: 1800, versionAt: 8, nonceAt: 257, nonceBytes: 32, checksumAt: 292 };

/** Where each segment of its log names the cluster that it belongs to (src/include/access/xlog_internal.h). */
const ownerAt = 24;

/**
 * Makes of a cluster's copy one of its own: with a number by which Postgres tells its log and its standbys from those of
 * others, as `initdb` makes one, and a nonce for those who sign in under names that are not there.
 * @param files of one that was stopped in order, by their names, with a single segment of its log; changed in place
 * @throws Error when they are not laid out as Postgres 18 does that
 */
export function asNew(files: ReadonlyMap<string, Buffer>): void {
  const [, held] = find(files, /^global[\\/]pg_control$/);
  const [, log] = find(files, /^pg_wal[\\/][0-9A-F]{24}$/);
  const isKnown =
    held.readUInt32LE(control.versionAt) === control.version &&
    held.readUInt32LE(control.checksumAt) === crc32c(held.subarray(0, control.checksumAt)) &&
    log.subarray(ownerAt, ownerAt + 8).equals(held.subarray(0, 8));
  if (!isKnown) throw new Error("the ready-made database is not laid out as Postgres 18 does it");
  randomBytes(4).copy(held);
  held.writeUInt32LE(Math.floor(Date.now() / 1000), 4);
  held.copy(log, ownerAt, 0, 8);
  randomBytes(control.nonceBytes).copy(held, control.nonceAt);
  held.writeUInt32LE(crc32c(held.subarray(0, control.checksumAt)), control.checksumAt);
}

function find(files: ReadonlyMap<string, Buffer>, name: RegExp): [string, Buffer] {
  const [found, another] = [...files].filter(([each]) => name.test(each));
  if (!found || another) throw new Error(`the ready-made database has not one file ${name.source}`);
  return found;
}

/** The checksum of Postgres's own files (Castagnoli's). */
function crc32c(bytes: Uint8Array): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (0x82f63b78 & -(sum & 1));
  }
  return ~sum >>> 0;
}
