import { BelfryError } from "#lib/errors.ts";

/** No request of ours needs more; a batch of 500 notifications of the usual size is a third of it. */
export const bodyLimitBytes = 256 * 1024;

const tooLarge = () => new BelfryError("too-large", `The body is larger than ${bodyLimitBytes / 1024} KiB.`);

/**
 * Reads a request's body as JSON; an empty one is `undefined`. Reading ends as soon as it is too large.
 * @throws BelfryError `too-large`, or `bad-input` when it is not JSON in UTF-8
 */
export async function readBody(request: Request): Promise<unknown> {
  if (Number(request.headers.get("content-length") ?? 0) > bodyLimitBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > bodyLimitBytes) throw tooLarge();
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch (cause) {
    throw new BelfryError("bad-input", "The body is not JSON in UTF-8.", { cause, errors: [{ path: "", message: "is not JSON in UTF-8" }] });
  }
}
