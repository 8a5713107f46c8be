import { expect, test } from "vitest";
import { preflightOf } from "./preflight.ts";
import type { ProbedLab } from "./queries.ts";

const lab = (extension?: ProbedLab["extension"]): ProbedLab => ({
  username: "ann",
  server: "",
  ready: extension !== undefined,
  ...(extension && { extension }),
});

test("each probed lab counts once, one that is starting nowhere", () => {
  expect(preflightOf([lab("installed"), lab("missing"), lab("installed"), lab("unreachable"), lab()])).toEqual({
    ready: 2,
    missing: 1,
    unreachable: 1,
  });
});
