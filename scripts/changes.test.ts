import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
const { version } = JSON.parse(read("package.json")) as { version: string };

describe("the changes of each version", () => {
  const headings = [...read("CHANGELOG.md").matchAll(/^## (.+)$/gm)].map(([, heading = ""]) => heading);

  it("begin with the one that this is, which is not out or has its day", () => {
    expect(headings[0]).toMatch(
      new RegExp(`^${version.replaceAll(".", "\\.")} - (not released yet|\\d{4}-\\d{2}-\\d{2})$`),
    );
  });

  it("go back in order, each with its day", () => {
    for (const earlier of headings.slice(1)) expect(earlier).toMatch(/^\d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}$/);
    const days = headings.slice(1).map((each) => each.split(" - ")[1]);
    expect(days.toSorted().reverse()).toEqual(days);
  });

  it("are of the version that the lock file has too", () => {
    const lock = JSON.parse(read("package-lock.json")) as {
      version: string;
      packages: Record<string, { version: string }>;
    };
    expect([lock.version, lock.packages[""]?.version]).toEqual([version, version]);
  });
});
