import { describe, expect, it } from "vitest";
import { methodsOf, routeName } from "./route-name.ts";

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

  it("knows the methods of endpoints alone", () => {
    expect(methodsOf("/api/undo")).toEqual(["POST", "OPTIONS"]);
    expect(methodsOf("/notifications/core?x=1")?.sort()).toEqual(["DELETE", "GET", "HEAD", "OPTIONS", "PATCH"]);
    for (const url of ["/", "/sign-in", "/_next/x.js", "/made-up"]) expect(methodsOf(url)).toBeUndefined();
  });

  it.each(["/wp-login.php", "/notifications/a/b/c", "//evil", "/%ff", "*", "", "http://evil.example/notifications"])(
    "has one name for whatever else is asked for: %s",
    (url) => {
      expect(["other", "/"]).toContain(routeName(url));
    },
  );
});
