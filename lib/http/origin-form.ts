import type { IncomingMessage } from "node:http";

/**
 * Takes the absolute form of a request line (`GET http://host/path`), which proxies may send and every server has to
 * answer, for the usual one: the path alone, and the host in its header.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
 */
export function toOriginForm(request: IncomingMessage): void {
  const [, host, path = ""] = /^https?:\/\/([^/?#@]+)((?:[/?][^#]*)?)$/i.exec(request.url ?? "") ?? [];
  if (host === undefined) return;
  request.url = path.startsWith("/") ? path : `/${path}`;
  request.headers.host = host;
}
