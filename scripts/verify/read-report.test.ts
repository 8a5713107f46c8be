import { expect, test } from "vitest";
import { readReport } from "./read-report.ts";

test("of Vitest's report it tells what failed, also a file that could not be read", () => {
  const { passed, failed, notes } = readReport({
    numPassedTests: 2,
    numFailedTests: 1,
    numPendingTests: 1,
    testResults: [
      {
        name: "/lib/a.test.ts",
        message: "",
        assertionResults: [
          { fullName: "a holds", status: "passed", failureMessages: [] },
          { fullName: "b holds", status: "failed", failureMessages: ["\u001b[31mexpected 1\u001b[39m\nat b.ts:3"] },
        ],
      },
      { name: "/lib/c.test.ts", message: "Cannot find ./d.ts", assertionResults: [] },
    ],
  });
  expect({ passed, failed }).toEqual({ passed: 2, failed: 2 });
  expect(notes).toEqual([
    "failed: b holds\n    expected 1\n    at b.ts:3",
    "failed: /lib/c.test.ts\n    Cannot find ./d.ts",
  ]);
});

test("of Playwright's report it tells what failed, what passed at a later try, and what was left out", () => {
  const bad = (message: string) => ({ status: "failed", errors: [{ message }, { message: "after it" }] });
  const good = { status: "passed", errors: [] };
  const { passed, failed, notes } = readReport({
    stats: { expected: 1, flaky: 1, unexpected: 1, skipped: 1 },
    suites: [
      {
        specs: [{ title: "works", file: "a.spec.ts", tests: [{ status: "expected", results: [good] }] }],
        suites: [
          {
            specs: [
              { title: "fails", file: "b.spec.ts", tests: [{ status: "unexpected", results: [bad("no"), bad("no")] }] },
              { title: "wavers", file: "b.spec.ts", tests: [{ status: "flaky", results: [bad("late"), good] }] },
              { title: "is left out", file: "b.spec.ts", tests: [{ status: "skipped", results: [] }] },
            ],
          },
        ],
      },
    ],
  });
  expect({ passed, failed }).toEqual({ passed: 2, failed: 2 });
  expect(notes).toEqual([
    "failed: b.spec.ts › fails\n    no",
    "flaky: b.spec.ts › wavers\n    late",
    "skipped: b.spec.ts › is left out",
  ]);
});
