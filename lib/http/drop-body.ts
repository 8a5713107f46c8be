import type { IncomingMessage, ServerResponse } from "node:http";
import { droppedBytes } from "./read-body.ts";

/** Who sends nothing for so long waits for the answer before anything else, as with `Expect: 100-continue`. */
const quietMs = 3000;

/**
 * Reads what is left of a request's body and forgets it. A connection that is closed over unread bytes is reset, and the
 * answer on it lost: a proxy takes the server for broken then. How long it may take in all is the server's `requestTimeout`.
 * @returns whether all of it is here; else it is longer than {@link droppedBytes}, or its sender gone or quiet
 */
export function dropBody(request: IncomingMessage): Promise<boolean> {
  const dropped = underWay.get(request) ?? drop(request);
  underWay.set(request, dropped);
  return dropped;
}

/** Whoever asks again does not wait again. */
const underWay = new WeakMap<IncomingMessage, Promise<boolean>>();

function drop(request: IncomingMessage): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  if (request.complete || request.destroyed) return Promise.resolve(request.complete);
  let bytes = 0;
  const done = () => {
    clearTimeout(quiet);
    request.off("data", count).off("end", done).off("close", done);
    resolve(request.complete);
  };
  const quiet = setTimeout(done, quietMs);
  const count = (chunk: Buffer) => {
    bytes += chunk.byteLength;
    quiet.refresh();
    if (bytes > droppedBytes) done();
  };
  request.on("data", count).on("end", done).on("close", done).resume();
  return promise;
}

/** Has the end of an answer, whoever gives it, wait until the request's body is here. */
export function answerAfterBody(request: IncomingMessage, response: ServerResponse): void {
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  if (encoding === undefined && Number(length ?? 0) === 0) return;
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  const endAfterBody = (...args: unknown[]) => {
    if (request.complete || response.destroyed) return end(...args);
    void dropBody(request).then(() => end(...args));
    return response;
  };
  response.end = endAfterBody;
}
