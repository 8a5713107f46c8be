import { Marked, type Token, type Tokens, type TokensList } from "marked";
import type { Heading, Part } from "#components/docs/manual.ts";
import { headingIds } from "./heading-ids.ts";

/** A heading with its level, and the words below it. */
export interface Section extends Heading {
  depth: number;
  words: string;
}

export interface Rendered {
  title: string;
  parts: Part[];
  /** The title's first. */
  sections: Section[];
}

/** Where a link or a picture of the text leads on the site. */
export interface Places {
  link: (href: string) => string;
  /** @returns the attributes of its element that say where it is and how large */
  picture: (href: string) => string;
}

/** Makes a page of Markdown. @param deeper by how many levels its headings stand below those of the text */
export function renderMarkdown(
  text: string,
  places: Places,
  { ids = headingIds(), titleId, deeper = 0 }: Options = {},
): Rendered {
  const idOf = new Map<Token, string>();
  let tables = 0;
  const marked = new Marked({
    renderer: {
      heading(token) {
        const level = token.depth + deeper;
        return `<h${level} id="${idOf.get(token)}">${this.parser.parseInline(token.tokens)}</h${level}>\n`;
      },
      link({ href, tokens }) {
        return `<a href="${escaped(places.link(href))}">${this.parser.parseInline(tokens)}</a>`;
      },
      image: ({ href, text: alt }) => `<img alt="${escaped(alt)}" ${places.picture(href)} loading="lazy">`,
      // A table that is wider than a phone is moved by itself; the keyboard can do that too.
      table(token) {
        tables += 1;
        const row = (cells: Tokens.TableCell[], name: "th" | "td") =>
          `<tr>${cells.map(({ tokens }) => `<${name}>${this.parser.parseInline(tokens)}</${name}>`).join("")}</tr>`;
        const rows = token.rows.map((cells) => row(cells, "td")).join("\n");
        return `<div class="wide" tabindex="0" role="group" aria-label="Table ${tables}"><table><thead>${row(token.header, "th")}</thead><tbody>${rows}</tbody></table></div>\n`;
      },
      html({ text: html }) {
        if (!/^<!--.*-->\s*$/s.test(html)) throw new Error(`Markdown of ours holds no HTML: ${html}`);
        return "";
      },
    },
  });
  const tokens = marked.lexer(text);
  const [first] = tokens;
  if (first?.type !== "heading" || (first as Tokens.Heading).depth !== 1)
    throw new Error("a page begins with its title");
  const sections: Section[] = [];
  for (const token of tokens) {
    if (token.type === "heading") {
      const words = wordsOf(token);
      const id = token === first && titleId !== undefined ? titleId : ids(words);
      idOf.set(token, id);
      sections.push({ id, text: words, depth: (token as Tokens.Heading).depth + deeper, words: "" });
    } else {
      const section = sections.at(-1);
      if (section) section.words += ` ${wordsOf(token)}`;
    }
  }
  return { title: wordsOf(first), parts: partsOf(marked, tokens, sections), sections };
}

interface Options {
  /** Of the page on which it stands, where several texts stand on one. */
  ids?: (text: string) => string;
  titleId?: string;
  deeper?: number;
}

/** Code stands apart from the HTML around it; each is called after the heading above it. */
function partsOf(marked: Marked, tokens: TokensList, headings: Heading[]): Part[] {
  const parts: Part[] = [];
  let under = 0;
  let run: Token[] = [];
  const flush = () => {
    const html = marked.parser(run).trim();
    if (html !== "") parts.push(html);
    run = [];
  };
  const examples = new Map<string, number>();
  for (const token of tokens) {
    if (token.type === "heading") under += 1;
    if (token.type !== "code") {
      run.push(token);
      continue;
    }
    flush();
    const heading = headings[under - 1]?.text ?? "";
    const nth = (examples.get(heading) ?? 0) + 1;
    examples.set(heading, nth);
    parts.push({ code: (token as Tokens.Code).text, name: `${heading}, example ${nth}` });
  }
  flush();
  return parts;
}

/** The text of a token without its marks. */
function wordsOf(token: Token): string {
  if (token.type === "html" || token.type === "space") return "";
  if (token.type === "table") {
    const { header, rows } = token as Tokens.Table;
    return [header, ...rows]
      .flat()
      .map((cell) => cell.tokens.map(wordsOf).join(""))
      .join(" ");
  }
  if (token.type === "list") return (token as Tokens.List).items.map(wordsOf).join(" ");
  const inner = "tokens" in token ? token.tokens : undefined;
  if (inner !== undefined && inner.length > 0) return inner.map(wordsOf).join("");
  return "text" in token ? (token.text as string) : "";
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
