import { expect, test } from "vitest";
import { summarize, took } from "./result-summary.ts";

const of = (more: Partial<Parameters<typeof summarize>[0]>) =>
  summarize({ state: "finished", total: 3, delivered: 2, planned: true, ...more });

test.each<[Parameters<typeof of>[0], string, string]>([
  [{ delivered: 3 }, "3 of 3 delivered", "success"],
  [{ delivered: 2 }, "2 of 3 delivered", "warning"],
  [{ delivered: 0 }, "0 of 3 delivered", "error"],
  [{ total: 5000, delivered: 4500 }, "4,500 of 5,000 delivered", "warning"],
  [{ total: 0, delivered: 0 }, "No labs were running", "info"],
  [{ state: "waiting" }, "2 of 3 delivered", "warning"],
  [{ state: "running", delivered: 1 }, "1 of 3 delivered", "progress"],
  [{ state: "running", total: 0, delivered: 0, planned: false }, "Asking the hub for its labs", "progress"],
  [{ state: "cancelled" }, "Taken back · 2 of 3 delivered", "neutral"],
  [{ state: "cancelled", total: 0, delivered: 0 }, "Taken back", "neutral"],
  [{ state: "failed", total: 0, delivered: 0 }, "Failed", "error"],
  [{ state: "failed" }, "Failed · 2 of 3 delivered", "error"],
])("%o is said as %s, in the tone %s", (totals, words, tone) => {
  expect(of(totals)).toMatchObject({ words, tone });
});

test("only a running one is at work", () => {
  expect(of({ state: "running" }).atWork).toBe(true);
  expect(of({ state: "waiting" }).atWork).toBe(false);
});

test.each([
  [0, "0.0 s"],
  [9_940, "9.9 s"],
  [9_960, "10 s"],
  [59_400, "59 s"],
  [59_600, "1 min 0 s"],
  [125_000, "2 min 5 s"],
])("%d ms is %s", (ms, words) => {
  expect(took(ms)).toBe(words);
});
