import { expect, test } from "vitest";
import { preflightOf, unreachableLabs } from "./preflight.ts";
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

test("names who is unreachable and why, and counts those of whom there are too many", () => {
  const away = (username: string) => ({
    ...{ username, server: "", ready: true, url: "/", extension: "unreachable" as const },
    reason: `ENOTFOUND jupyterlab-${username}`,
  });
  expect(
    unreachableLabs([away("ann"), { ...away("bob"), server: "gpu" }, { ...away("cy"), extension: "missing" }]),
  ).toEqual(["ann: ENOTFOUND jupyterlab-ann", "bob/gpu: ENOTFOUND jupyterlab-bob"]);
  expect(unreachableLabs(Array.from({ length: 12 }, (_, index) => away(`lab-${index}`))).slice(4)).toEqual([
    "lab-4: ENOTFOUND jupyterlab-lab-4",
    "and 7 more",
  ]);
});
