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
async function readBytes(request: Pick<ApiRequest, "headers" | "body">): Promise<Buffer> {
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
 * @throws BelfryError `too-large`, or `bad-input` when it is not JSON in UTF-8
 */
export async function readBody(request: Pick<ApiRequest, "headers" | "body">): Promise<unknown> {
  const bytes = await readBytes(request);
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new BelfryError("bad-input", "The body is not JSON in UTF-8.", {
      cause,
      errors: [{ path: "", message: "is not JSON in UTF-8" }],
    });
  }
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
