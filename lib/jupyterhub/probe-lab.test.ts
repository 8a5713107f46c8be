import { expect, test } from "vitest";
import { probeLab, type Extension } from "./probe-lab.ts";
import { httpServer, labConnections } from "./test/servers.ts";

test.each<[number, Extension]>([
  [405, "installed"],
  [404, "missing"],
  [200, "unreachable"],
  [302, "unreachable"],
  [403, "unreachable"],
  [503, "unreachable"],
])("a lab that answers a GET with %i is %s", async (status, extension) => {
  const seen: unknown[] = [];
  const lab = await httpServer((request, response) => {
    seen.push([request.method, request.url, request.headers.authorization, request.headers["content-length"]]);
    response.writeHead(status).end();
  });
  expect(
    await probeLab({ pool: labConnections(), url: `${lab.origin}/user/alice/ingest`, token: "secret" }),
  ).toMatchObject({ extension, httpStatus: status, reason: undefined });
  expect(seen).toEqual([["GET", "/user/alice/ingest", "token secret", undefined]]);
});

test("a lab that does not answer is unreachable", async () => {
  const lab = await httpServer(() => undefined);
  expect(await probeLab({ pool: labConnections(), url: lab.origin, token: "secret", timeoutMs: 50 })).toMatchObject({
    extension: "unreachable",
    httpStatus: undefined,
    reason: "timeout",
  });
});
