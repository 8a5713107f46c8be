import { describe, expect, test } from "vitest";
import { countdownSendings, mostSendings, weeklyTimes, type Weekly } from "./series-times.ts";

const at = (iso: string) => Date.parse(iso);
const isos = (times: Date[]) => times.map((time) => time.toISOString().slice(0, 16));

describe("a countdown", () => {
  const to = new Date("2026-11-22T18:00:00Z");

  test("says how long it still is, the first one first, each once", () => {
    const sendings = countdownSendings(
      "Restart {in}",
      { to, minutes: [5, 60, 15, 5, 0, 90, 1440] },
      at("2026-11-20T00:00:00Z"),
    );
    expect(sendings.map(({ at: time, message }) => `${time.toISOString().slice(5, 16)} ${message}`)).toEqual([
      "11-21T18:00 Restart in 1 day",
      "11-22T16:30 Restart in 90 minutes",
      "11-22T17:00 Restart in 1 hour",
      "11-22T17:45 Restart in 15 minutes",
      "11-22T17:55 Restart in 5 minutes",
      "11-22T18:00 Restart now",
    ]);
  });

  test("leaves out what has passed", () => {
    const minutes = [60, 15, 5];
    expect(countdownSendings("{in}", { to, minutes }, at("2026-11-22T17:45:00Z"))).toMatchObject([
      { message: "in 5 minutes" },
    ]);
    expect(countdownSendings("{in}", { to, minutes }, at("2026-11-22T18:00:00Z"))).toEqual([]);
  });
});

describe("each week", () => {
  const rule: Weekly = { days: ["sun"], time: "02:30", zone: "Europe/Warsaw", until: "2026-11-01" };

  test("by the clock of its zone, also where that is put back: the first of two", () => {
    expect(isos(weeklyTimes(rule, at("2026-10-15T00:00:00Z")))).toEqual([
      "2026-10-18T00:30",
      "2026-10-25T00:30",
      "2026-11-01T01:30",
    ]);
  });

  test("a time that the clock leaves out is as much later", () => {
    const spring = weeklyTimes({ ...rule, until: "2027-04-04" }, at("2027-03-20T00:00:00Z"));
    expect(isos(spring)).toEqual(["2027-03-21T01:30", "2027-03-28T01:30", "2027-04-04T00:30"]);
  });

  test("several days, without what has passed today, and the last day with it", () => {
    const days = weeklyTimes(
      { days: ["wed", "mon"], time: "07:00", zone: "UTC", until: "2026-11-25" },
      at("2026-11-16T07:00:00Z"),
    );
    expect(isos(days)).toEqual(["2026-11-18T07:00", "2026-11-23T07:00", "2026-11-25T07:00"]);
  });

  test("days are the zone's: on the other side of the date line it is another", () => {
    const kiritimati = { days: ["mon"], time: "01:00", zone: "Pacific/Kiritimati", until: "2026-11-23" } as const;
    expect(isos(weeklyTimes(kiritimati, at("2026-11-22T09:00:00Z")))).toEqual(["2026-11-22T11:00"]);
    expect(weeklyTimes(kiritimati, at("2026-11-22T11:00:00Z"))).toEqual([]);
  });

  test("stops one past the limit, however far its end is", () => {
    const far = weeklyTimes({ ...rule, days: ["sun", "mon"], until: "9999-12-31" }, at("2026-10-15T00:00:00Z"));
    expect(far).toHaveLength(mostSendings + 1);
  });
});
