/** A feed in Atom. Texts are plain, and are written so that they stay it. */
export interface AtomFeed {
  /** Never changes. */
  id: string;
  title: string;
  /** Where people read the same. */
  link: string;
  /** The newest first. */
  entries: readonly AtomEntry[];
}

export interface AtomEntry {
  /** Never changes, and no other entry has it. */
  id: string;
  title: string;
  summary?: string | undefined;
  link?: string | undefined;
  category?: string | undefined;
  at: Date;
}

/** The media type of what {@link writeAtom} gives. */
export const atomType = "application/atom+xml; charset=utf-8";

/** Writes a feed. @see https://www.rfc-editor.org/rfc/rfc4287 */
export function writeAtom({ id, title, link, entries }: AtomFeed): string {
  const updated = entries[0]?.at ?? new Date(0);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    element("id", id),
    element("title", title),
    element("updated", moment(updated)),
    "<author><name>Belfry</name></author>",
    `<link rel="alternate" href="${escaped(link)}"/>`,
    ...entries.map(writeEntry),
    "</feed>",
    "",
  ].join("\n");
}

function writeEntry({ id, title, summary, link, category, at }: AtomEntry): string {
  return [
    "<entry>",
    element("id", id),
    element("title", title),
    element("updated", moment(at)),
    element("published", moment(at)),
    ...(summary ? [element("summary", summary)] : []),
    ...(link ? [`<link rel="alternate" href="${escaped(link)}"/>`] : []),
    ...(category ? [`<category term="${escaped(category)}"/>`] : []),
    "</entry>",
  ].join("\n");
}

const element = (name: string, text: string) => `<${name}>${escaped(text)}</${name}>`;

/** With an offset in place of `Z`, which Python's `datetime.fromisoformat` reads from 3.11 on alone; JupyterLab asks it. */
const moment = (at: Date) => at.toISOString().replace("Z", "+00:00");

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Characters that XML 1.0 has no way to write are left out. @see https://www.w3.org/TR/xml/#charsets */
const escaped = (text: string) =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"]/g, (character) => entities[character] ?? "");
