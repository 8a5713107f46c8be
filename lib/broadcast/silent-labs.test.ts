import { expect, it } from "vitest";
import { SilentLabs } from "./silent-labs.ts";

const lab = (username: string, started = "2026-01-01T00:00:00Z") => ({ username, server: "", started });

it("knows who let their time run out, until they answer or are started anew", () => {
  const silent = new SilentLabs();
  silent.note(lab("ann"), false);
  expect(silent.all()).toEqual([]);
  silent.note({ ...lab("ann"), url: "http://ann" } as ReturnType<typeof lab>, true);
  silent.note(lab("ben"), true);
  expect(silent.all(), "and nothing else of them").toEqual([lab("ann"), lab("ben")]);
  silent.note(lab("ann", "2026-01-02T00:00:00Z"), false);
  expect(silent.all(), "another server").toHaveLength(2);
  silent.note(lab("ann"), false);
  expect(silent.all()).toEqual([lab("ben")]);
});

it("forgets those that it has known longest rather than grow without end", () => {
  const silent = new SilentLabs();
  for (let nth = 0; nth < 10_050; nth++) silent.note(lab(`user-${nth}`), true);
  silent.note(lab("user-50"), true);
  silent.note(lab("one-more"), true);
  expect(silent.all()).toHaveLength(10_000);
  const known = new Set(silent.all().map(({ username }) => username));
  expect(["user-50", "user-51"].map((name) => known.has(name))).toEqual([true, false]);
});
