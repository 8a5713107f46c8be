import type { IncomingMessage } from "node:http";
import { BelfryError } from "#lib/errors.ts";
import { bodyLimitBytes, tooLarge } from "./read-body.ts";

/** More than any action of ours takes; React walks down by calling itself. */
const mostArguments = 20;
const mostLevels = 20;

/**
 * Reads the body of a server action ahead, and leaves it where it was for Next.js to read again. Next.js answers what it
 * can't read with 500 and an error's stack in the log, and React's format can name modules, files and parts of other
 * parts: of it our pages need texts, numbers, lists and objects alone.
 * @throws BelfryError `too-large`, or `bad-input` naming the part that is wrong
 */
export async function checkAction(request: IncomingMessage): Promise<void> {
  const { "next-action": id, "content-type": type = "" } = request.headers;
  // As Next.js writes it: two hexadecimal digits of what it is, and forty of a hash.
  if (!/^[\da-f]{42}$/.test(String(id))) throw bad("Next-Action", "is no number of an action");
  if (!/^text\/plain(;|$)/i.test(type)) throw bad("Content-Type", "is not text/plain");
  if (!isArguments(await readAhead(request))) throw bad("body", "is not the arguments of an action");
}

const bad = (path: string, message: string) =>
  new BelfryError("bad-input", `The request's ${path} ${message}.`, { errors: [{ path, message }] });

/** All of a body, which is put back before its end is announced. Resolves in that very moment, so that nobody misses it. */
function readAhead(request: IncomingMessage): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  const stop = () => {
    request.off("readable", read).off("end", read).off("close", broken);
  };
  const broken = () => {
    stop();
    reject(bad("body", "broke off"));
  };
  const read = () => {
    for (let chunk: Buffer | null; (chunk = request.read() as Buffer | null) !== null;) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
    }
    if (bytes > bodyLimitBytes) {
      stop();
      reject(tooLarge());
    } else if (request.complete) {
      stop();
      const whole = Buffer.concat(chunks);
      if (bytes > 0) request.unshift(whole);
      resolve(whole);
    }
  };
  // An empty one has an end alone.
  request.on("readable", read).on("end", read).on("close", broken);
  return promise;
}

/** Whether a body is a list of arguments as React writes them, with nothing in it that our actions have no use for. */
export function isArguments(body: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return Array.isArray(value) && value.length <= mostArguments && isPlain(value, mostLevels);
  } catch {
    return false;
  }
}

/** A `$` begins what is no text; `$$` stands for one that begins a text. */
function isPlain(value: unknown, levelsLeft: number): boolean {
  if (typeof value === "string") return !value.startsWith("$") || value.startsWith("$$") || value === "$undefined";
  if (typeof value !== "object" || value === null) return true;
  return (
    levelsLeft > 0 &&
    !Object.hasOwn(value, "__proto__") &&
    Object.values(value).every((part) => isPlain(part, levelsLeft - 1))
  );
}
