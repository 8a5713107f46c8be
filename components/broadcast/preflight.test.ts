import { expect, test } from "vitest";
import { doubtfulLabs, leavingOut, preflightOf, toBeLeftOut } from "./preflight.ts";
import type { ProbedLab } from "./queries.ts";

const lab = (extension?: ProbedLab["extension"]): ProbedLab => ({
  username: "ann",
  server: "",
  ready: extension !== undefined,
  started: null,
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

const of = (username: string, more: Partial<ProbedLab>): ProbedLab => ({
  ...{ username, server: "", ready: true, started: null },
  ...more,
});
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

test("leaving somebody out makes it all but them, and takes from the chosen and from who is in a chosen group", () => {
  const all = { audience: "all" as const, chosen: ["of before"], leftOut: ["of before"] };
  const but = leavingOut(all, ["bob"]);
  expect(but).toEqual({ ...all, audience: "but", leftOut: ["bob"] });
  expect(leavingOut(but, ["cy"])).toMatchObject({ audience: "but", leftOut: ["bob", "cy"] });
  expect(toBeLeftOut(all, ["bob", "bob", "cy"])).toEqual(["bob", "cy"]);
  expect(toBeLeftOut(but, ["bob", "cy"])).toEqual(["cy"]);
  const chosen = { audience: "chosen" as const, chosen: ["bob", "eve"], leftOut: [] };
  expect(leavingOut(chosen, ["bob", "cy"])).toEqual({ ...chosen, chosen: ["eve"] });
  expect(toBeLeftOut(chosen, ["bob", "cy"])).toEqual(["bob"]);
  const byGroup = { ...chosen, chosen: ["bob", "group:core"] };
  expect(leavingOut(byGroup, ["bob", "cy"])).toEqual({ ...chosen, chosen: ["group:core"], leftOut: ["bob", "cy"] });
  expect(toBeLeftOut(byGroup, ["bob", "cy"])).toEqual(["bob", "cy"]);
});
