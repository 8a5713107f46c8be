import { describe, expect, it } from "vitest";
import { routeName } from "./route-name.ts";

describe("routeName", () => {
  it.each([
    ["/", "/"],
    ["/notifications?limit=3", "/notifications"],
    ["/notifications/core/7", "/notifications/{origin}/{id}"],
    ["/hub/api/notifications/broadcast/12/retry", "/hub/api/notifications/broadcast/{id}/retry"],
    ["/hub/api/notifications/sent", "/hub/api/notifications/sent"],
    ["/admin/origins/core", "/admin/origins/{origin}"],
    ["/api/auth/callback/credentials", "/api/auth"],
    ["/_next/static/chunks/a.js", "static"],
  ])("names %s as %s", (url, name) => expect(routeName(url)).toBe(name));

  it.each(["/wp-login.php", "/notifications/a/b/c", "//evil", "/%ff", "*", "", "http://evil.example/notifications"])("has one name for whatever else is asked for: %s", (url) => {
    expect(["other", "/"]).toContain(routeName(url));
  });
});
