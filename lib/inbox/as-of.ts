import { createHash } from "node:crypto";
import { BelfryError } from "#lib/errors.ts";

/** What had arrived when a listing was made: for each feed with anything in it to clear, its head. */
export type Vector = readonly (readonly [feedId: number, head: number])[];

const checkBytes = 4;

/**
 * A vector as a short text: base64url of a check sum and pairs of variable-length integers, feeds by their distance
 * from the one before. It is no secret and no proof: whoever reads one holds it against the feeds as they are.
 * @param vector by rising feed
 * @see docs/decisions/0014-as-of-tokens.md
 */
export function writeAsOf(vector: Vector): string {
  let previous = 0;
  const bytes = vector.flatMap(([feedId, head]) => {
    const pair = [...varint(feedId - previous), ...varint(head)];
    previous = feedId;
    return pair;
  });
  return Buffer.concat([checkSum(Uint8Array.from(bytes)), Uint8Array.from(bytes)]).toString("base64url");
}

/**
 * @param name of the parameter that it came in
 * @throws BelfryError `bad-input` when the text did not come from {@link writeAsOf}
 */
export function readAsOf(text: string, name = "as_of"): Vector {
  const all = Buffer.from(text, "base64url");
  const bytes = all.subarray(checkBytes);
  if (
    all.length < checkBytes ||
    all.toString("base64url") !== text ||
    !checkSum(bytes).equals(all.subarray(0, checkBytes))
  )
    throw notOurs(name);
  const numbers = integers(bytes);
  const vector: [number, number][] = [];
  let feedId = 0;
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    feedId += numbers[at] ?? 0;
    vector.push([feedId, numbers[at + 1] ?? 0]);
  }
  return vector;
}

const notOurs = (path: string) =>
  new BelfryError("bad-input", `${path} is not the As-Of header of an earlier answer.`, {
    errors: [{ path, message: "is not the As-Of header of an earlier answer" }],
  });

const checkSum = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest().subarray(0, checkBytes);

/** Seven bits a byte, the lowest first; the eighth says that more follow. Numbers reach 2^53, so no bit operators. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

function integers(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  let value = 0;
  let scale = 1;
  for (const byte of bytes) {
    value += (byte % 128) * scale;
    scale *= 128;
    if (byte >= 128) continue;
    numbers.push(value);
    [value, scale] = [0, 1];
  }
  return numbers;
}
