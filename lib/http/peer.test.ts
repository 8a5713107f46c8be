import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { isFromHere, notePeer } from "./peer.ts";

function fromHere(remoteAddress: string, headers: Record<string, string> = {}): boolean {
  const request = {
    socket: { remoteAddress },
    headers: { host: "localhost:3000", ...headers },
  } as unknown as IncomingMessage;
  notePeer(request);
  return isFromHere({ headers: new Headers(request.headers as Record<string, string>) });
}

describe("whether a request is from this machine", () => {
  it.each(["127.0.0.1", "127.8.0.3", "::1", "::ffff:127.0.0.1"])("is so from %s", (peer) =>
    expect(fromHere(peer)).toBe(true),
  );

  it.each(["203.0.113.9", "::ffff:10.0.0.1", "fe80::1", ""])("is not so from %s", (peer) =>
    expect(fromHere(peer)).toBe(false),
  );

  it("goes by the connection, not by what a request says of itself", () => {
    expect(fromHere("203.0.113.9", { "x-belfry-peer": "127.0.0.1", "x-forwarded-for": "127.0.0.1" })).toBe(false);
    expect(isFromHere(new Request("http://belfry.example/", {}))).toBe(false);
  });

  it.each(["x-forwarded-for", "x-forwarded-proto", "x-real-ip", "via", "forwarded"])(
    "is not so for what a proxy on this machine passes on with %s",
    (name) => {
      expect(fromHere("127.0.0.1", { [name]: "127.0.0.1" })).toBe(false);
    },
  );

  it.each(["127.0.0.1", "127.0.0.1:3000", "LOCALHOST:3000", "[::1]:3000"])("is so for %s", (host) =>
    expect(fromHere("127.0.0.1", { host })).toBe(true),
  );

  it.each(["belfry.example.org", "127.0.0.1.example.org", "localhost.evil.example", "127.0.0.1@evil.example", ""])(
    "is not so for %s",
    (host) => {
      expect(fromHere("127.0.0.1", { host })).toBe(false);
    },
  );
});
