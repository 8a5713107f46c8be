import { spawnSync } from "node:child_process";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { openApiDocument } from "#lib/http/openapi/document.ts";
import type { OpenApi } from "./openapi.ts";
import { preambles, pythonOf, requestExamples } from "./request-examples.ts";

const { paths } = openApiDocument("") as unknown as OpenApi;
const all = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: operation.operationId,
    examples: requestExamples({ ...operation, method, path }),
  })),
);

describe("an example of every request", () => {
  it("is a command that a shell reads, with whatever stands in its body", () => {
    // A function in the place of curl says what it was given.
    const asked = `curl() { printf '%s\\0' "$@"; printf '\\n'; }\nset -eu\nBELFRY_URL=u BELFRY_TOKEN=t\n`;
    const { status, stdout } = spawnSync("bash", ["-c", asked + all.map(({ examples }) => examples.curl).join("\n")]);
    expect(status).toBe(0);
    const calls = stdout.toString().split("\0\n").filter(Boolean);
    expect(calls.length).toBe(all.length);
    for (const [n, call] of calls.entries()) {
      const words = call.split("\0");
      expect(
        words.filter((word) => word.startsWith("u/")),
        all[n]?.name,
      ).toHaveLength(1);
      const body = words[words.indexOf("-d") + 1];
      if (words.includes("-d")) expect(() => void JSON.parse(body ?? ""), all[n]?.name).not.toThrow();
    }
  });

  it("is TypeScript, and names no path's part by its place", () => {
    for (const { name, examples } of all) {
      const source = `${preambles.typescript}\n${examples.typescript}`;
      const { diagnostics = [] } = ts.transpileModule(source, { reportDiagnostics: true });
      expect(
        diagnostics.map(({ messageText }) => messageText),
        name,
      ).toEqual([]);
      expect(Object.values(examples).join(), name).not.toMatch(/[^$]\{(origin|id|username)\}/);
    }
  });
});

it("writes JSON as Python does", () => {
  expect(pythonOf({ a: [true, null], b: {}, c: "it's" })).toBe(
    '{\n    "a": [\n        True,\n        None,\n    ],\n    "b": {},\n    "c": "it\'s",\n}',
  );
});
