import { expect, test } from "vitest";
import { createSendKey } from "./send-key.ts";

test("the same text keeps its key until it was sent", () => {
  const key = createSendKey();
  const first = key.for({ message: "a" });
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(key.for({ message: "a" })).toBe(first);
  key.spend();
  expect(key.for({ message: "a" })).not.toBe(first);
});

test("another text has another key", () => {
  const key = createSendKey();
  expect(key.for({ message: "a" })).not.toBe(key.for({ message: "b" }));
});
