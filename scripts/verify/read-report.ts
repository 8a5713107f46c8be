/** What verify says of a step that ran tests. */
export interface Outcome {
  passed: number;
  failed: number;
  /** Of each test that failed, or passed only at a later try: its name, and what it said. */
  notes: string[];
}

/** The part of Vitest's JSON report that is read here. */
interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: {
    name: string;
    message?: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

interface Suite {
  specs?: {
    title: string;
    file: string;
    tests: { status: string; results: { status: string; errors: { message?: string }[] }[] }[];
  }[];
  suites?: Suite[];
}

/** The part of Playwright's JSON report that is read here. */
interface PlaywrightReport {
  stats: { expected: number; flaky: number; unexpected: number; skipped: number };
  suites: Suite[];
  errors?: { message?: string }[];
}

/** How many lines of what a test said are worth repeating at the end. */
const lines = 12;

/**
 * Reads the JSON report of Vitest or of Playwright. A test that was left out has shown nothing, so it counts as failed;
 * one that passed at a later try counts as passed, and is named.
 */
export function readReport(report: VitestReport | PlaywrightReport): Outcome {
  return "stats" in report ? readPlaywright(report) : readVitest(report);
}

function readVitest(report: VitestReport): Outcome {
  const notes = report.testResults.flatMap(({ name, message, assertionResults }) => {
    const failures = assertionResults.filter(({ status }) => status === "failed");
    // A file that could not even be read has no tests to fail.
    if (failures.length === 0 && message) return [note("failed", name, [message])];
    return failures.map(({ fullName, failureMessages }) => note("failed", fullName, failureMessages));
  });
  return { passed: report.numPassedTests, failed: report.numFailedTests + report.numPendingTests, notes };
}

function readPlaywright({ stats, suites, errors = [] }: PlaywrightReport): Outcome {
  const notes = errors.map(({ message = "" }) => note("failed", "outside of any test", [message]));
  for (const { title, file, tests } of suites.flatMap(specsOf)) {
    for (const { status, results } of tests) {
      if (status === "expected") continue;
      const said = results.flatMap((result) => result.errors.slice(0, 1).map(({ message = "" }) => message));
      notes.push(note(status === "unexpected" ? "failed" : status, `${file} › ${title}`, said));
    }
  }
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + stats.skipped, notes };
}

function specsOf({ specs = [], suites = [] }: Suite): NonNullable<Suite["specs"]> {
  return [...specs, ...suites.flatMap(specsOf)];
}

/** A run's tries often say the same: it is told once. */
function note(what: string, name: string, said: string[]): string {
  const told = [...new Set(said.map((text) => plain(text).split("\n").slice(0, lines).join("\n    ")))];
  return [`${what}: ${name}`, ...told].join("\n    ");
}

function plain(text: string): string {
  return text.replace(/\u001b\[[\d;]*m/g, "").trim();
}
