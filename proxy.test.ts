import { unstable_doesMiddlewareMatch as isMatched } from "next/experimental/testing/server.js";
import { describe, expect, test } from "vitest";
import { config } from "./proxy.ts";

describe.each(["", "/services/belfry"])("mounted at %j", (basePath) => {
  const hasPolicy = (path: string) =>
    isMatched({ config, url: `http://belfry${basePath}${path}`, nextConfig: { basePath } });

  test.each([
    "",
    "/",
    "/settings",
    "/sign-in",
    "/hub/notifications",
    "/notifications/a/b/c",
    "/nowhere",
    "/healthzx",
    "/hub/notices",
  ])("the page at %j gets a policy with a nonce", (path) => {
    expect(hasPolicy(path)).toBe(true);
  });

  test.each([
    "/api/inbox",
    "/hub/api/notifications/sent",
    "/notifications",
    "/notifications/core/1",
    "/healthz",
    "/hub/notices.js",
    "/feeds/a.atom",
  ])("%j is no page, and keeps the one that lets nothing run", (path) => {
    expect(hasPolicy(path)).toBe(false);
  });
});
