import { BelfryError } from "#lib/errors.ts";
import type { ApiRequest } from "./api-request.ts";

/** No request of ours needs more; a batch of 500 notifications of the usual size is a third of it. */
export const bodyLimitBytes = 256 * 1024;

/** So much of a body that nobody wants is read all the same, so that its sender comes to read the answer. */
export const droppedBytes = 4 * 1024 * 1024;

/** The refusal of a body over the limit. */
export const tooLarge = () => new BelfryError("too-large", `The body is larger than ${bodyLimitBytes / 1024} KiB.`);

/**
 * What is too large is read on and dropped, as far as `dropBody` would: to stop would cut the connection.
 * @throws BelfryError `too-large`, or `bad-input` for one whose sender went away: nobody is there to be told, and no failing of ours
 */
export async function readBytes(request: Pick<ApiRequest, "headers" | "body">): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > bodyLimitBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > droppedBytes) break;
      if (size <= bodyLimitBytes) chunks.push(chunk);
    }
  } catch (cause) {
    if (!isHangUp(cause)) throw cause;
    throw new BelfryError("bad-input", "The body broke off.", {
      cause,
      errors: [{ path: "", message: "broke off" }],
    });
  }
  if (size > bodyLimitBytes) throw tooLarge();
  return Buffer.concat(chunks);
}

/** As node:http says it, or Next.js, which aborts what it hands on. */
function isHangUp(error: unknown): boolean {
  const { code, name } = error as NodeJS.ErrnoException;
  return code === "ECONNRESET" || name === "AbortError" || name === "ResponseAborted";
}

/**
 * Reads a request's body as JSON; an empty one is `undefined`.
 * @throws BelfryError `too-large`, or `bad-input` when it is not JSON in UTF-8, or would not be kept as it is
 */
export async function readBody(request: Pick<ApiRequest, "headers" | "body">): Promise<unknown> {
  return readJson(await readBytes(request));
}

/** As {@link readBody}, of bytes that are here. @throws BelfryError `bad-input` as there */
export function readJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return undefined;
  try {
    return parseExactly(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    if (cause instanceof BelfryError) throw cause;
    throw new BelfryError("bad-input", "The body is not JSON in UTF-8.", {
      cause,
      errors: [{ path: "", message: "is not JSON in UTF-8" }],
    });
  }
}

/** What a number that is not held exactly has in it, or a name that is none. To look at each value takes several times as long. */
const suspicious = /\d{16}|\d[eE][+-]?\d{3}|__proto__|\\u005f/i;

/** JSON as it is meant: what JavaScript would read as something else is refused. @throws BelfryError, or SyntaxError */
function parseExactly(text: string): unknown {
  if (!suspicious.test(text)) return JSON.parse(text);
  const places = new Map<unknown, [holder: unknown, key: string]>();
  let found: { holder: unknown; key: string; message: string } | undefined;
  function look(this: unknown, key: string, inner: unknown, { source = "" }: { source?: string } = {}): unknown {
    places.set(inner, [this, key]);
    const message = key === "__proto__" ? "is a name that nothing here has" : inexact(inner, source);
    if (message !== undefined) found ??= { holder: this, key, message };
    return inner;
  }
  const value: unknown = JSON.parse(text, look);
  if (!found) return value;
  const path = [found.key];
  for (let up = places.get(found.holder); up; up = places.get(up[0])) path.unshift(up[1]);
  // The first is the whole, which has no name.
  const error = { path: path.slice(1).join("."), message: found.message };
  throw new BelfryError("bad-input", `${[error.path, error.message].filter(Boolean).join(": ")}.`, { errors: [error] });
}

/**
 * Why a number is not kept as it was written. Of a fraction, and of one with an exponent, a double keeps some 17 digits, as
 * everybody expects; a whole number is one that means each of its digits.
 */
function inexact(value: unknown, source: string): string | undefined {
  if (typeof value !== "number") return undefined;
  if (!Number.isFinite(value)) return "is a number too large to keep";
  if (value === 0 && /[1-9]/.test(source.split(/e/i, 1)[0] ?? "")) return "is a number too close to 0 to keep";
  if (/^-?\d+$/.test(source) && !Number.isSafeInteger(value))
    return "is a whole number beyond 9007199254740991, whose digits would not all be kept; send it as a text";
  return undefined;
}

/**
 * Reads what a form sends, or the same as a JSON object; what is no text is left out.
 * @throws BelfryError `too-large`, or `bad-input` for JSON that is none
 */
export async function readFields(request: Pick<ApiRequest, "headers" | "body">): Promise<Record<string, string>> {
  if (request.headers.get("content-type")?.startsWith("application/json") !== true) {
    return Object.fromEntries(new URLSearchParams((await readBytes(request)).toString()));
  }
  const body = await readBody(request);
  const fields = typeof body === "object" && body !== null ? Object.entries(body) : [];
  return Object.fromEntries(fields.filter((field): field is [string, string] => typeof field[1] === "string"));
}
