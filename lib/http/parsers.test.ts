import type { IncomingMessage } from "node:http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { broadcastInput } from "#lib/broadcast/schema.ts";
import { parseEnv } from "#lib/env.ts";
import { BelfryError } from "#lib/errors.ts";
import { readAsOf } from "#lib/inbox/as-of.ts";
import { readTopic } from "#lib/bus/topics.ts";
import { readPosition } from "#lib/live/position.ts";
import { trustForwarded } from "./forwarded.ts";
import { catalogue } from "./openapi/catalogue.ts";
import { isFromHere, notePeer } from "./peer.ts";
import { readBody } from "./read-body.ts";
import { methodsOf, routeName } from "./route-name.ts";
import { isSameOrigin } from "./same-origin.ts";

const runs = { seed: 20_261_122, numRuns: 2000 };
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom("/", "%", "2", "f", ".", "\\", "?", "#", "@", ":", "{", "}", "a", "\0", "é", "\ud800"),
  }),
  fc.webUrl(),
  fc.base64String(),
);
/** What a header may hold. */
const headerText = fc
  .string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) })
  .map((value) => value.trim());

/** What is read either comes out, or is refused in our own words. */
function oursOrValue(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(BelfryError);
  }
}

describe("whatever comes in", () => {
  it("a body is JSON, or bad input", async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map((json) => new TextEncoder().encode(json)),
      text.map((given) => new TextEncoder().encode(given)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (body) => {
        const read = readBody(new Request("http://x/", { method: "POST", body: Uint8Array.from(body) }));
        await read.catch((error: unknown) => expect(error).toMatchObject({ code: "bad-input" }));
      }),
      runs,
    );
  });

  it("every body and query that an endpoint declares is taken or refused by its schema, never by a crash", () => {
    const schemas = catalogue().flatMap(({ declared: { body, query, params } }) =>
      [body, query, params].filter((schema) => schema !== undefined),
    );
    expect(schemas.length).toBeGreaterThan(20);
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }),
        fc.nat(schemas.length - 1),
        (given, n) => {
          expect(typeof schemas[n]?.safeParse(given).success).toBe("boolean");
        },
      ),
      { ...runs, numRuns: 5000 },
    );
  });

  it("a message is counted in code points, whatever they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (message) => {
        const points = Array.from(message.trim()).length;
        const fits = message.isWellFormed() && !message.includes("\0") && points >= 1 && points <= 140;
        expect(broadcastInput.safeParse({ message }).success).toBe(fits);
      }),
      runs,
    );
  });

  it("positions, tokens of listings and notices are read or refused", () => {
    fc.assert(
      fc.property(text, (given) => {
        for (const read of [readPosition, readTopic, readAsOf]) oursOrValue(() => read(given));
      }),
      runs,
    );
  });

  it("an address has one of our names or none, and a name's own methods", () => {
    const names = new Set([...catalogue().map(({ declared }) => declared.path), "other", "static", "/api/auth"]);
    fc.assert(
      fc.property(text, (given) => {
        const name = routeName(given);
        if (!names.has(name)) expect(name).toMatch(/^\/(sign-in|settings|docs|hub\/notifications|admin)?/);
        expect(methodsOf(given) ?? []).not.toContain("");
      }),
      runs,
    );
  });

  it("nobody talks himself to another address, or onto this machine", () => {
    fc.assert(
      fc.property(fc.ipV4(), headerText, headerText, headerText, (remoteAddress, through, by, peer) => {
        const request = {
          socket: { remoteAddress },
          headers: { "x-forwarded-for": through, forwarded: by, "x-belfry-peer": peer },
        } as unknown as IncomingMessage;
        notePeer(request);
        expect(
          isFromHere({ headers: new Headers({ "x-belfry-peer": String(request.headers["x-belfry-peer"] ?? "") }) }),
        ).toBe(false);
        trustForwarded(request, []);
        expect(request.headers["x-forwarded-for"]).toBe(remoteAddress);
        expect(request.headers.forwarded).toBeUndefined();
      }),
      runs,
    );
  });

  it("a request that changes something is ours only if the browser says so", () => {
    const ours = "https://belfry.example";
    const env = parseEnv({ NODE_ENV: "test", AUTH_URL: ours });
    const sites = fc.oneof(headerText, fc.constant("same-origin"));
    fc.assert(
      fc.property(sites, fc.oneof(headerText, fc.constant(ours)), (site, origin) => {
        const headers = new Headers({ "sec-fetch-site": site, origin, host: "belfry.example" });
        const asked = isSameOrigin({ env }, { method: "DELETE", url: "/x", headers });
        expect(asked).toBe(site === "same-origin" && origin === ours);
      }),
      runs,
    );
  });
});
