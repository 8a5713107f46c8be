import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { parseEnv } from "#lib/env.ts";
import { BelfryError } from "#lib/errors.ts";
import { toResponse } from "./answer.ts";
import { problem } from "./problem.ts";
import { bodyLimitBytes, droppedBytes, readBody } from "./read-body.ts";
import { requireSameOrigin } from "./same-origin.ts";

const quiet = pino({ level: "silent" });

describe("problem", () => {
  it("names the fields of bad input and repeats the detail as message", async () => {
    const response = toResponse(
      problem(new BelfryError("bad-input", "type: unknown", { errors: [{ path: "type", message: "unknown" }] }), quiet),
    );
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toEqual({
      type: "about:blank",
      title: "Bad request",
      status: 400,
      detail: "type: unknown",
      message: "type: unknown",
      errors: [{ path: "type", message: "unknown" }],
    });
  });

  it("says how to come in, and how long to wait", () => {
    expect(problem(new BelfryError("unauthenticated", "no"), quiet).headers["WWW-Authenticate"]).toContain("Bearer");
    expect(problem(new BelfryError("too-many", "slow", { retryAfterS: 7 }), quiet).headers["Retry-After"]).toBe("7");
  });

  it("tells nothing of an error that is not ours", async () => {
    const response = toResponse(problem(new Error("password=hunter2"), quiet));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("hunter2");
  });
});

const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  new Request("http://belfry.example/x", { method: "POST", body, headers, ...{ duplex: "half" } });

describe("readBody", () => {
  it("reads JSON, and nothing as undefined", async () => {
    expect(await readBody(post('{"a": [1, "ü"]}'))).toEqual({ a: [1, "ü"] });
    expect(await readBody(post(null))).toBeUndefined();
  });

  it("refuses what is over the limit, whatever the length header says, and stops after the 4 MiB that are dropped", async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 64 * 1024;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    await expect(readBody(post(endless))).rejects.toMatchObject({ code: "too-large" });
    expect(pulled).toBeLessThan(droppedBytes + bodyLimitBytes);
    await expect(readBody(post("{}", { "content-length": "999999999" }))).rejects.toMatchObject({ code: "too-large" });
  });

  it.each([["{"], ["\ufeffx"], [new Uint8Array([0x22, 0xff, 0x22])]])(
    "refuses what is not JSON in UTF-8",
    async (body) => {
      await expect(readBody(post(body as BodyInit))).rejects.toMatchObject({ code: "bad-input" });
    },
  );

  it.each([
    ['{"data": {"n": 12345678901234567890}}', "data.n", "beyond 9007199254740991"],
    ['[{"a": 1}, {"data": {"list": [0, -9007199254740992]}}]', "1.data.list.1", "beyond 9007199254740991"],
    ["9007199254740993", "", "beyond 9007199254740991"],
    ['{"n": 1e400}', "n", "too large to keep"],
    [`{"n": -1${"0".repeat(400)}}`, "n", "too large to keep"],
    ['{"n": 0.001e-400}', "n", "too close to 0 to keep"],
    ['{"data": {"__proto__": {"admin": true}}}', "data.__proto__", "nothing here has"],
    [String.raw`{"data": {"\u005F_proto\u005f_": 1}}`, "data.__proto__", "nothing here has"],
  ])("refuses what would not be kept as it is: %s", async (body, path, message) => {
    await expect(readBody(post(body))).rejects.toMatchObject({
      code: "bad-input",
      errors: [{ path, message: expect.stringContaining(message) as string }],
    });
  });

  it.each([
    '{"n": [9007199254740991, -9007199254740991, 0, -0, 1e20, 6.02214076e23, 0.1234567890123456789, 1e-300, 0e999]}',
    '{"text": "12345678901234567890 1e400 __proto__", "id": 1764331619123}',
  ])("takes what is kept as well as everybody expects: %s", async (body) => {
    expect(await readBody(post(body))).toEqual(JSON.parse(body));
  });
});

describe("requireSameOrigin", () => {
  const ours = "https://belfry.example";
  const check = (method: string, headers: Record<string, string>, AUTH_URL: string | undefined = ours) => {
    const env = parseEnv({ NODE_ENV: "test", AUTH_URL });
    return () => requireSameOrigin({ env }, new Request("http://127.0.0.1:3000/x", { method, headers }));
  };
  const browser = { "sec-fetch-site": "same-origin" };

  it.each([
    ["GET", { "sec-fetch-site": "cross-site" }],
    ["POST", browser],
    ["POST", { ...browser, origin: ours }],
    ["DELETE", { origin: ours }],
    ["POST", {}],
  ])("lets %s with %o through", (method, headers) => {
    expect(check(method, headers as Record<string, string>)).not.toThrow();
  });

  it.each([
    ["POST", { "sec-fetch-site": "cross-site" }],
    ["POST", { "sec-fetch-site": "same-site", origin: ours }],
    ["POST", { "sec-fetch-site": "none" }],
    ["PATCH", { origin: "https://evil.example" }],
    ["DELETE", { origin: "null" }],
    ["DELETE", { ...browser, origin: "null" }],
    ["POST", { origin: "http://belfry.example", host: "belfry.example" }],
    ["POST", { origin: "https://belfry.example:8443", host: "belfry.example:8443" }],
    // Of a name that was made to lead here: to the browser it is the same site.
    ["POST", { ...browser, origin: "http://evil.example", host: "evil.example" }],
  ])("refuses %s with %o", (method, headers) => {
    expect(check(method, headers as Record<string, string>)).toThrow(ours);
  });

  it("goes by where it was asked where nobody told our address", () => {
    const ask = (headers: Record<string, string>) => check("POST", { host: "belfry.example:8080", ...headers }, "");
    expect(ask({ origin: "http://belfry.example:8080" })).not.toThrow();
    // The browser has compared; a proxy that speaks TLS may not have told.
    expect(ask({ ...browser, origin: "https://belfry.example:8080" })).not.toThrow();
    for (const origin of ["https://belfry.example:8080", "http://belfry.example", "http://evil.example:8080"])
      expect(ask({ origin }), origin).toThrow(BelfryError);
  });
});
