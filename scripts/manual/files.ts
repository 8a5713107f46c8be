import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Marked, type Tokens } from "marked";
import type { Places } from "./markdown.ts";
import { headingIds } from "./heading-ids.ts";

export const root = path.resolve(import.meta.dirname, "../..");
export const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** The front page of the documentation, here and on GitHub: its lists say which pages there are. */
export const front = "docs/README.md";

/** They are one page together. */
export const decisions = readdirSync(path.join(root, "docs/decisions"))
  .toSorted()
  .map((name) => `docs/decisions/${name}`);

/** What is not at the address that its name gives it. */
const addresses: Record<string, string> = {
  [front]: "/docs",
  "README.md": "/docs",
  "SECURITY.md": "/docs/reporting",
  "docs/decisions": "/docs/decisions",
  // There are documents for programs; people read the reference.
  "docs/openapi": "/docs/reference",
};

/** The address of a file of Markdown, or of such a folder, with its place on the page where several share one. */
export function addressOf(file: string): string {
  const known = addresses[file];
  if (known !== undefined) return known;
  const name = path.basename(file, ".md");
  return decisions.includes(file) ? `/docs/decisions#${name}` : `/docs/${name.toLowerCase()}`;
}

/** Where a file that is no Markdown stands on the page of such files. */
export const fileId = (file: string): string => headingIds()(file);

export interface Listed {
  title: string;
  pages: { file: string; title: string }[];
}

/** What the front page lists below each of its headings. */
export function readList(): Listed[] {
  const sections: Listed[] = [];
  for (const token of new Marked().lexer(read(front))) {
    if (token.type === "heading" && (token as Tokens.Heading).depth === 2)
      sections.push({ title: (token as Tokens.Heading).text, pages: [] });
    if (token.type !== "list") continue;
    const links = (token as Tokens.List).items.map(({ text }) => /^\[([^\]]+)\]\(([^)]+)\)/.exec(text));
    for (const [, title = "", href = ""] of links.filter((link) => link !== null))
      sections.at(-1)?.pages.push({ title, file: path.posix.join("docs", href) });
  }
  return sections;
}

/** Where what a file links to is on the site; notes the pictures and the other files that it names. */
export function placesOn(base: string, from: string, noted: { pictures: Set<string>; files: Set<string> }): Places {
  const fileAt = (href: string) => (href === "" ? from : path.posix.join(path.posix.dirname(from), href));
  return {
    link: (href) => {
      if (/^[a-z]+:/.test(href)) return href;
      const [target = "", anchor] = href.split("#");
      const file = fileAt(target);
      if (!existsSync(path.join(root, file))) throw new Error(`${from} links to ${href}, which is not there`);
      const isPage = file.endsWith(".md") || addresses[file] !== undefined;
      if (!isPage) noted.files.add(file);
      const address = isPage ? addressOf(file) : `/docs/files#${fileId(file)}`;
      return base + (anchor === undefined ? address : `${address.split("#", 1)[0]}#${anchor}`);
    },
    picture: (href) => {
      const name = path.posix.relative("docs", fileAt(href));
      noted.pictures.add(name);
      return `src="src:${name}" width="width:${name}" height="height:${name}"`;
    },
  };
}
