import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { sayUnavailable } from "./unavailable-page.ts";

it.each([
  ["could not be drawn since the database was away", { status: 500, failed: true }, 503, "5"],
  ["could not be drawn for a reason of its own", { status: 500, failed: false }, 500, null],
  ["could be drawn although the database was away", { status: 200, failed: true }, 200, null],
])("a page that %s", async (_, page, status, retryAfter) => {
  let last: { why: "away"; atMs: number } | undefined = { why: "away", atMs: performance.now() - 1000 };
  const server = createServer((_, response) => {
    sayUnavailable(response, { trouble: () => last });
    if (page.failed) last = { why: "away", atMs: performance.now() };
    response.statusCode = page.status;
    response.end("a page");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect([answer.status, answer.headers.get("retry-after"), await answer.text()]).toEqual([
    status,
    retryAfter,
    "a page",
  ]);
  server.close();
});
