import { expect, it } from "vitest";
import { quietForMs } from "./quiet.ts";

const nights = { from: "22:00", to: "07:30", zone: "Europe/Warsaw" };
const hour = 3_600_000;

it.each([
  // Warsaw is an hour ahead of UTC in winter, two in summer.
  [nights, "2026-11-28T20:59:59Z", 0],
  [nights, "2026-11-28T21:00:00Z", 9.5 * hour],
  [nights, "2026-11-28T21:00:30Z", 9.5 * hour - 30_000],
  [nights, "2026-11-29T06:29:00Z", 60_000],
  [nights, "2026-11-29T06:30:00Z", 0],
  [nights, "2026-07-01T20:00:00Z", 9.5 * hour],
  [{ from: "12:00", to: "13:00", zone: "UTC" }, "2026-11-28T12:15:00Z", 0.75 * hour],
  [{ from: "12:00", to: "13:00", zone: "UTC" }, "2026-11-28T13:00:00Z", 0],
  [{ from: "00:00", to: "06:00", zone: "Asia/Kolkata" }, "2026-11-28T18:30:00Z", 6 * hour],
])("%j at %s: %i ms", (quiet, now, ms) => {
  expect(quietForMs(quiet, new Date(now))).toBe(ms);
});
