import type { IncomingMessage } from "node:http";
import { expect, it } from "vitest";
import { toOriginForm } from "./origin-form.ts";

it.each([
  ["http://belfry.example/a?b=c", "/a?b=c", "belfry.example"],
  ["HTTPS://belfry.example:8443", "/", "belfry.example:8443"],
  ["http://[::1]:3000?x=/y", "/?x=/y", "[::1]:3000"],
  ["/a?b=http://c/", "/a?b=http://c/", "x"],
  ["//evil.example/", "//evil.example/", "x"],
  ["http://u:p@belfry.example/", "http://u:p@belfry.example/", "x"],
  ["http:///a", "http:///a", "x"],
  ["*", "*", "x"],
])("%s is %s of %s", (line, url, host) => {
  const request = { url: line, headers: { host: "x" } } as unknown as IncomingMessage;
  toOriginForm(request);
  expect([request.url, request.headers.host]).toEqual([url, host]);
});
