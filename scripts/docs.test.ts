import { existsSync, globSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { valueImports } from "./closures.ts";

const root = path.join(import.meta.dirname, "..");
const pages = globSync("docs/**/*.md", { cwd: root });
const decisions = pages.filter((page) => page.startsWith("docs/decisions/"));

it.each(["README.md", "AGENTS.md", ...pages])("%s names only files that are there", async (page) => {
  const text = await readFile(path.join(root, page), "utf8");
  const named = [
    ...text.matchAll(/`((?:app|components|db|docs|e2e|lib|scripts|bench)\/[\w./[\]-]+\.(?:tsx?|md|json|py|sql))`/g),
  ].map(([, file = ""]) => file);
  const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
    .map(([, file = ""]) => path.join(path.dirname(page), file))
    .filter((file) => file.endsWith(".md"));
  expect([...named, ...linked].filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

it("every decision is linked from what it explains, and every such link leads to one", () => {
  const sources = [
    "AGENTS.md",
    ...globSync(["*.ts", "{app,bench,components,db,e2e,lib,scripts}/**/*.{ts,tsx,mjs}"], { cwd: root }),
  ];
  const linked = sources.flatMap((file) =>
    [...readFileSync(path.join(root, file), "utf8").matchAll(/docs\/decisions\/\d[\w-]*(?:\.md)?/g)].map(
      ([link]) => link,
    ),
  );
  expect(decisions.filter((decision) => !linked.includes(decision))).toEqual([]);
  expect(linked.filter((link) => !decisions.includes(link))).toEqual([]);
});

/** The walks of docs/walks.md: what each is called, how many files it says it has, and its lines. */
const walks = readFileSync(path.join(root, "docs/walks.md"), "utf8")
  .split(/^## /m)
  .slice(1)
  .map((text) => ({
    heading: text.split("\n", 1)[0] ?? "",
    said: Number(/, (\d+) files/.exec(text)?.[1]),
    files: [...text.matchAll(/^\d+\. `([^`]+)` (.+)$/gm)].map(([, file = "", what = ""]) => ({ file, what })),
  }));

describe.each(walks)("the walk $heading", ({ said, files }) => {
  it("has as many files as it says", () => {
    expect(files.length).toBe(said);
  });

  it("comes to each file from one above it, or says how", () => {
    const reached = new Set<string>();
    const leaps = files.filter(({ file, what }, n) => {
      const known = n === 0 || reached.has(file) || /handed in|hears/.test(what);
      for (const next of valueImports(file)) reached.add(next);
      return !known;
    });
    expect(leaps).toEqual([]);
  });
});
