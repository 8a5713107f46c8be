import { expect, test } from "vitest";
import { peopleByLabAge } from "./lab-age.ts";
import type { ActiveLab } from "./queries.ts";

const hourMs = 3_600_000;
const now = Date.parse("2026-11-22T12:00:00Z");
const lab = (username: string, started: string | null, lastActivity?: string): ActiveLab => ({
  ...{ username, server: "", ready: true, started },
  ...(lastActivity !== undefined && { lastActivity }),
});
const labs = [
  lab("ann", "2026-11-20T00:00:00Z", "2026-11-22T11:59:00Z"),
  lab("bob", "2026-11-20T00:00:00Z", "2026-11-21T12:00:00Z"),
  { ...lab("bob", "2026-11-22T11:00:00Z"), server: "gpu" },
  lab("cy", "2026-11-22T10:00:00Z"),
  lab("di", null),
];

test.each([
  [{ idleForMs: hourMs }, ["bob", "cy"]],
  [{ idleForMs: 24 * hourMs }, ["bob"]],
  [{ idleForMs: 24 * hourMs + 1 }, []],
  [{ startedBeforeMs: Date.parse("2026-11-22T00:00:00Z") }, ["ann", "bob"]],
  [{ startedBeforeMs: Date.parse("2026-11-20T00:00:00Z") }, []],
  [{ startedBeforeMs: NaN }, []],
])("%o: %o", (age, people) => {
  expect(peopleByLabAge(labs, age, now)).toEqual(people);
});
