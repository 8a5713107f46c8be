import type { Server } from "node:http";
import { BelfryError } from "#lib/errors.ts";
import type { Log } from "#lib/log.ts";
import { inFront } from "./in-front.ts";
import { problem } from "./problem.ts";

/** Refuses addresses whose path can't be decoded. Next.js would answer them with 500 before any handler of ours. */
export function refuseMalformed(server: Server, log: Log): void {
  inFront(server, ({ url = "" }, response) => {
    if (isDecodable(url.split("?")[0] ?? "")) return false;
    const message = "holds a % that is not followed by the hexadecimal digits of a character in UTF-8";
    const refused = problem(new BelfryError("bad-input", `The address ${message}.`, { errors: [{ path: "path", message }] }), log);
    void refused.text().then((body) => response.writeHead(refused.status, [...refused.headers, ["X-Content-Type-Options", "nosniff"]].flat()).end(body));
    return true;
  });
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
