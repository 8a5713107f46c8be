import { expect, test } from "vitest";
import { ago } from "./ago.ts";

const s = 1000;
const min = 60 * s;
const h = 60 * min;

test.each([
  [0, "just now"],
  [59 * s, "just now"],
  [60 * s, "1 min ago"],
  [59 * min, "59 min ago"],
  [60 * min, "1 h ago"],
  [23 * h, "23 h ago"],
  [24 * h, "1 d ago"],
  [400 * 24 * h, "400 d ago"],
  [-5 * s, "just now"],
])("%d ms before is %s", (before, said) => {
  const now = Date.UTC(2026, 2, 7, 12);
  expect(ago(now - before, now)).toBe(said);
});
