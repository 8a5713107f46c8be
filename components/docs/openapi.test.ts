import { expect, it } from "vitest";
import { typeWords } from "./openapi.ts";

it.each([
  [{ type: "integer", minimum: 1, maximum: 200 }, "integer ≥ 1 ≤ 200"],
  [{ type: "integer", minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, "integer"],
  [{ enum: ["info", "error"] }, '"info" | "error"'],
  [{ type: "array", items: { $ref: "#/components/schemas/Broadcast" } }, "Broadcast[]"],
  [{ type: "array", items: { anyOf: [{ type: "string" }, { type: "null" }] } }, "(string | null)[]"],
  [{ const: false }, "false"],
  [{}, "any"],
])("says %o in words", (schema, words) => {
  expect(typeWords(schema)).toBe(words);
});
