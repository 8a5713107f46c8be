import { afterEach, expect, test, vi } from "vitest";
import { fromLocalMinute, isoWithOffset, soonHour, toLocalMinute } from "./send-time.ts";

afterEach(() => vi.unstubAllEnvs());

test.each([
  ["UTC", "2026-11-22T17:00:00Z", "2026-11-22T17:00", "2026-11-22T17:00:00+00:00"],
  ["Europe/Berlin", "2026-11-22T17:00:00Z", "2026-11-22T18:00", "2026-11-22T18:00:00+01:00"],
  ["Europe/Berlin", "2026-07-22T16:00:00Z", "2026-07-22T18:00", "2026-07-22T18:00:00+02:00"],
  ["America/St_Johns", "2026-11-22T17:00:00Z", "2026-11-22T13:30", "2026-11-22T13:30:00-03:30"],
])("in %s, %s is %s on the form and %s to the server", (zone, utc, local, iso) => {
  vi.stubEnv("TZ", zone);
  expect(toLocalMinute(new Date(utc))).toBe(local);
  expect(fromLocalMinute(local)).toEqual(new Date(utc));
  expect(isoWithOffset(new Date(utc))).toBe(iso);
});

test.each(["", "2026-11-22", "2026-13-22T18:00", "tomorrow"])("%o is no moment", (text) => {
  expect(fromLocalMinute(text)).toBeUndefined();
});

test("the hour offered is a full one, and not about to begin", () => {
  expect(soonHour(Date.parse("2026-11-22T17:20:00Z"))).toEqual(new Date("2026-11-22T18:00:00Z"));
  expect(soonHour(Date.parse("2026-11-22T17:40:00Z"))).toEqual(new Date("2026-11-22T19:00:00Z"));
});
