import type { IncomingHttpHeaders } from "node:http";

/** A request's headers as handlers know them. */
export function webHeaders(headers: IncomingHttpHeaders): Headers {
  return new Headers(Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]));
}
