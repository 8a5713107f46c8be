import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";

/** Every name that the code tells. */
async function told(): Promise<Set<string>> {
  const files = ["open.ts", "work.ts", "process.ts"].map((name) => readFile(new URL(name, import.meta.url), "utf8"));
  return new Set(
    (await Promise.all(files))
      .flatMap((code) => code.match(/"(belfry|process|nodejs)_\w+"/g) ?? [])
      .map((name) => name.slice(1, -1)),
  );
}

it("docs/grafana.json asks for nothing that is not told", async () => {
  const dashboard = await readFile(new URL("../../docs/grafana.json", import.meta.url), "utf8");
  const { panels } = JSON.parse(dashboard) as { panels: { targets?: { expr: string }[] }[] };
  const asked = new Set(
    panels
      .flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => expr.match(/\b(belfry|process|nodejs)_\w+/g) ?? []))
      .map((name) => name.replace(/_bucket$/, "")),
  );
  expect(asked.size).toBeGreaterThan(12);
  const names = await told();
  expect([...asked].filter((name) => !names.has(name))).toEqual([]);
});
