import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { Manual, ManualPage, SearchEntry } from "#components/docs/manual.ts";
import { addressOf, decisions, fileId, front, placesOn, read, readList, root } from "./files.ts";
import { headingIds } from "./heading-ids.ts";
import { renderMarkdown, type Rendered } from "./markdown.ts";

export interface ReadManual extends Manual {
  /** Pictures that pages show, below `docs/`. */
  pictures: string[];
  /** All that it was made of. */
  sources: string[];
}

/**
 * Reads the documentation and makes its pages. A picture's place and size are words such as `src:centre.png`, for whoever
 * knows them to put in.
 * @param base the path where we are mounted
 * @throws Error for a link to a file that is not there
 */
export function readManual(base: string): ReadManual {
  const noted = { pictures: new Set<string>(), files: new Set<string>() };
  const sections = readList();
  const listed = sections.flatMap(({ pages }) => pages).filter(({ file }) => file.endsWith(".md"));
  const pages = [{ file: front, title: "Documentation" }, ...listed].map(({ file, title }) =>
    pageOf(addressOf(file), title, renderMarkdown(read(file), placesOn(base, file, noted))),
  );
  const ids = headingIds();
  const decided = decisions.map((file) =>
    renderMarkdown(read(file), placesOn(base, file, noted), { ids, titleId: path.basename(file, ".md"), deeper: 1 }),
  );
  const files = [...noted.files].sort();
  pages.push(
    pageOf(
      "/docs/decisions",
      "Decisions",
      together("Decisions", "Why it is built so, one choice after the other.", decided),
    ),
    pageOf("/docs/files", "Files", together("Files", "What the pages speak of, to copy.", files.map(asItIs))),
  );
  return {
    sections: sections.map(({ title, pages }) => ({
      title,
      pages: pages.map(({ file, title }) => ({ address: addressOf(file), title })),
    })),
    pages: pages.map(({ page }) => page),
    // The front page has nothing but what the others say.
    entries: pages.slice(1).flatMap(({ entries }) => entries),
    pictures: [...noted.pictures],
    sources: [front, ...listed.map(({ file }) => file), ...decisions, ...files],
  };
}

/** @param title as the list has it */
function pageOf(
  address: string,
  title: string,
  { parts, sections }: Rendered,
): { page: ManualPage; entries: SearchEntry[] } {
  const headings = sections.filter(({ depth }) => depth === 2).map(({ id, text }) => ({ id, text }));
  const entries = sections.map(({ id, text, words }, n) => ({
    address: n === 0 ? address : `${address}#${id}`,
    page: title,
    heading: text,
    text: words.replace(/\s+/g, " ").trim(),
  }));
  return { page: { address, title, parts, headings }, entries };
}

/** Several texts on one page. */
function together(title: string, about: string, all: Rendered[]): Rendered {
  return {
    title,
    parts: [`<h1>${title}</h1>\n<p>${about}</p>`, ...all.flatMap(({ parts }) => parts)],
    sections: [{ id: "", text: title, depth: 1, words: about }, ...all.flatMap(({ sections }) => sections)],
  };
}

/** A file that is no page; of a folder what is in it. */
function asItIs(file: string): Rendered {
  const section = { id: fileId(file), text: file, depth: 2, words: "" };
  const isFolder = statSync(path.join(root, file)).isDirectory();
  const code = isFolder ? readdirSync(path.join(root, file)).toSorted().join("\n") : read(file).trimEnd();
  return {
    title: file,
    parts: [`<h2 id="${section.id}"><code>${file}</code></h2>`, { code, name: file }],
    sections: [section],
  };
}
