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

  it.each([
    ["203.0.113.9:4711", "203.0.113.9"],
    ["6.6.6.6, [2001:db8::1]:4711, 10.1.1.1:80", "2001:db8::1"],
    ["6.6.6.6, [2001:db8::1]", "2001:db8::1"],
    ["6.6.6.6, unknown", "10.0.0.1"],
    ["6.6.6.6, 203.0.113.9:x, 10.1.1.1", "10.1.1.1"],
    ["6.6.6.6, , 10.1.1.1", "10.1.1.1"],
    ["6.6.6.6, 203.0.113.9.:80", "10.0.0.1"],
  ])("of %j reads hops from the nearest on, up to the first that can't be read", (hops, address) => {
    expect(seen("10.0.0.1", { "x-forwarded-for": hops }, ["10.0.0.0/8"])["x-forwarded-for"]).toBe(address);
  });

  it("says who sends such headers and is not believed", () => {
    const heard: string[] = [];
    const request = (headers: Record<string, string>) =>
      ({ socket: { remoteAddress: "203.0.113.9" }, headers }) as unknown as IncomingMessage;
    trustForwarded(request({}), [], (peer) => heard.push(peer));
    trustForwarded(request({ "x-forwarded-proto": "https" }), [], (peer) => heard.push(peer));
    expect(heard).toEqual(["203.0.113.9"]);
  });

  it("falls back to the proxy itself", () => {
    expect(seen("10.0.0.1", { "x-forwarded-for": "garbage" }, ["10.0.0.1"])["x-forwarded-for"]).toBe("10.0.0.1");
    expect(seen("fd00::1", {}, ["fd00::/8"])["x-forwarded-for"]).toBe("fd00::1");
  });
});
