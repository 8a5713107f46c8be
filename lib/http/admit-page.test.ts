import { expect, test } from "vitest";
import { isPage } from "./admit-page.ts";

test.each([
  "/",
  "/?a=b",
  "/settings",
  "/sign-in",
  "/hub/notifications",
  "/notifications/a/b/c",
  "/notificationss",
  "/nowhere",
  "/healthzx",
  "/hub/notices",
  "/icon.svg/x",
])("%j is a page, under a policy with a nonce", (path) => {
  expect(isPage(path)).toBe(true);
});

test.each([
  "/api/inbox",
  "/%61pi/inbox",
  "/hub/api/notifications/sent",
  "/notifications",
  "/notifications?origin=core",
  "/notifications/core/1",
  "/notifications/a%2Fb/1",
  "/notifications/a/1%2F2",
  "/healthz",
  "/hub/notices.js",
  "/feeds/a.atom",
  "/_next/static/a.js",
])("%j is no page, and keeps the one that lets nothing run", (path) => {
  expect(isPage(path)).toBe(false);
});
