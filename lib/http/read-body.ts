import { BelfryError } from "#lib/errors.ts";
import { droppedBytes } from "./drop-body.ts";

/** No request of ours needs more; a batch of 500 notifications of the usual size is a third of it. */
export const bodyLimitBytes = 256 * 1024;

/** The refusal of a body over the limit. */
export const tooLarge = () => new BelfryError("too-large", `The body is larger than ${bodyLimitBytes / 1024} KiB.`);

/** What is too large is read on and dropped, as far as {@link dropBody} would: to stop would cut the connection. @throws BelfryError `too-large` */
async function readBytes(request: Request): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > bodyLimitBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > droppedBytes) break;
    if (size <= bodyLimitBytes) chunks.push(chunk);
  }
  if (size > bodyLimitBytes) throw tooLarge();
  return Buffer.concat(chunks);
}

/**
 * Reads a request's body as JSON; an empty one is `undefined`.
 * @throws BelfryError `too-large`, or `bad-input` when it is not JSON in UTF-8
 */
export async function readBody(request: Request): Promise<unknown> {
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
export async function readFields(request: Request): Promise<Record<string, string>> {
  if (request.headers.get("content-type")?.startsWith("application/json") !== true) {
    return Object.fromEntries(new URLSearchParams((await readBytes(request)).toString()));
  }
  const body = await readBody(request);
  const fields = typeof body === "object" && body !== null ? Object.entries(body) : [];
  return Object.fromEntries(fields.filter((field): field is [string, string] => typeof field[1] === "string"));
}
