import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { trustForwarded } from "./forwarded.ts";

function seen(peer: string, headers: Record<string, string>, proxies: string[]): IncomingMessage["headers"] {
  const request = { socket: { remoteAddress: peer }, headers: { ...headers } } as unknown as IncomingMessage;
  trustForwarded(request, proxies);
  return request.headers;
}

describe("trustForwarded", () => {
  it("believes nobody by default", () => {
    expect(
      seen(
        "203.0.113.9",
        {
          "x-forwarded-for": "1.2.3.4",
          "x-forwarded-host": "evil",
          "x-forwarded-proto": "https",
          forwarded: "for=1.2.3.4",
        },
        [],
      ),
    ).toEqual({ "x-forwarded-for": "203.0.113.9" });
  });

  it("takes from a trusted proxy the address that the nearest untrusted hop had", () => {
    const headers = seen(
      "::ffff:10.0.0.1",
      { "x-forwarded-for": "6.6.6.6, 203.0.113.9, 10.1.1.1", "x-forwarded-host": "belfry.example.org" },
      ["10.0.0.0/8"],
    );
    expect(headers).toEqual({ "x-forwarded-for": "203.0.113.9", "x-forwarded-host": "belfry.example.org" });
  });

  it("falls back to the proxy itself", () => {
    expect(seen("10.0.0.1", { "x-forwarded-for": "garbage" }, ["10.0.0.1"])["x-forwarded-for"]).toBe("10.0.0.1");
    expect(seen("fd00::1", {}, ["fd00::/8"])["x-forwarded-for"]).toBe("fd00::1");
  });
});
