import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";

const root = path.join(import.meta.dirname, "..");
const pages = (await readdir(path.join(root, "docs")))
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name}`);

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
