import { describe, expect, it } from "vitest";
import { digestDue } from "./digest.ts";

describe("a digest", () => {
  it.each([
    ["2026-11-28T09:00:00Z", "2026-11-28T10:00:00Z"],
    ["2026-11-28T09:59:59.999Z", "2026-11-28T10:00:00Z"],
  ])("of an hour tells of what arrived at %s at %s", (arrived, due) => {
    expect(digestDue("hourly", { time: "08:00", zone: "Asia/Kolkata" }, new Date(arrived))).toEqual(new Date(due));
  });

  it.each([
    ["UTC", "2026-11-28T07:59:30Z", "2026-11-28T08:00:00Z"],
    ["UTC", "2026-11-28T08:00:00Z", "2026-11-29T08:00:00Z"],
    ["Europe/Warsaw", "2026-11-28T08:00:00Z", "2026-11-29T07:00:00Z"],
    ["Asia/Kolkata", "2026-11-28T02:00:00Z", "2026-11-28T02:30:00Z"],
    ["America/New_York", "2026-11-28T13:30:00Z", "2026-11-29T13:00:00Z"],
    // The clock goes back at 01:00 UTC, forward likewise.
    ["Europe/Warsaw", "2026-10-24T20:00:00Z", "2026-10-25T07:00:00Z"],
    ["Europe/Warsaw", "2026-03-28T20:00:00Z", "2026-03-29T06:00:00Z"],
  ])("of a day in %s tells of what arrived at %s at %s", (zone, arrived, due) => {
    expect(digestDue("daily", { time: "08:00", zone }, new Date(arrived))).toEqual(new Date(due));
  });
});
