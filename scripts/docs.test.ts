import { existsSync, globSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";

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
