import { expect, test } from "vitest";
import { doubtfulLabs, leavingOut, preflightOf, toBeLeftOut } from "./preflight.ts";
import type { ProbedLab } from "./queries.ts";

const lab = (extension?: ProbedLab["extension"]): ProbedLab => ({
  username: "ann",
  server: "",
  ready: extension !== undefined,
  ...(extension && { extension }),
});

const unasked = { ...lab(), ready: true };

test("each probed lab counts once, one that is starting nowhere", () => {
  expect(preflightOf([lab("installed"), lab("missing"), lab("installed"), lab("unreachable"), lab(), unasked])).toEqual(
    {
      ready: 2,
      missing: 1,
      unreachable: 1,
      unasked: 1,
    },
  );
});

const of = (username: string, more: Partial<ProbedLab>): ProbedLab => ({ username, server: "", ready: true, ...more });
const labs = [
  of("ann", { extension: "installed" }),
  of("bob", { extension: "unreachable", reason: "ENOTFOUND jupyterlab-bob" }),
  of("bob", { server: "gpu", extension: "unreachable" }),
  of("cy", { extension: "missing" }),
  of("di", { ready: false }),
];

test("names who would not show it, and why", () => {
  expect(doubtfulLabs(labs)).toEqual([
    { of: "missing", labs: [{ username: "cy", server: "", why: "the extension is not installed there" }] },
    {
      of: "unreachable",
      labs: [
        { username: "bob", server: "", why: "ENOTFOUND jupyterlab-bob" },
        { username: "bob", server: "gpu", why: "it could not be asked" },
      ],
    },
  ]);
  expect(doubtfulLabs(labs.slice(0, 1))).toEqual([]);
});

test("leaving somebody out makes everybody the people with a running lab, and takes from the chosen", () => {
  const all = { audience: "all" as const, chosen: ["of before"] };
  expect(leavingOut(all, labs, ["bob"])).toEqual({ audience: "chosen", chosen: ["ann", "cy"] });
  expect(toBeLeftOut(all, ["bob", "bob", "cy"])).toEqual(["bob", "cy"]);
  const chosen = { audience: "chosen" as const, chosen: ["bob", "eve", "group:core"] };
  expect(leavingOut(chosen, labs, ["bob", "cy"])).toEqual({ audience: "chosen", chosen: ["eve", "group:core"] });
  expect(toBeLeftOut(chosen, ["bob", "cy"])).toEqual(["bob"]);
});
