import type { ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";

/** Writes an answer out. To a `HEAD` node:http sends no body. */
export function writeAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
  const length = body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...length }).end(body);
}
