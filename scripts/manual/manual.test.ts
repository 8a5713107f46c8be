import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { manualAddresses } from "#lib/http/manual-addresses.ts";
import { addressOf } from "./files.ts";
import { headingIds } from "./heading-ids.ts";
import { renderMarkdown } from "./markdown.ts";
import { readManual } from "./read-manual.ts";

const root = path.join(import.meta.dirname, "../..");
const files = globSync(["*.md", "docs/**/*.md"], { cwd: root });
/** Its text is for who looks at the repository; the site begins with docs/README.md instead. */
const notOnTheSite = ["README.md"];
const manual = readManual("/below");
const htmlOf = new Map(
  manual.pages.map(({ address, parts }) => [address, parts.filter((part) => typeof part === "string").join("\n")]),
);

it("every file of the documentation is a page, or a part of one", () => {
  expect(files.filter((file) => !manual.sources.includes(file))).toEqual(notOnTheSite);
  expect(new Set(htmlOf.keys()).size).toBe(manual.pages.length);
});

it("the image is built with all that it is made of", () => {
  const left = readFileSync(path.join(root, ".dockerignore"), "utf8").split("\n").filter(Boolean);
  expect(manual.sources.filter((file) => left.some((name) => `${file}/`.startsWith(`${name}/`)))).toEqual([]);
});

it("every page is in the list beside it, and kept by the server", () => {
  const listed = manual.sections.flatMap(({ pages }) => pages.map(({ address }) => address));
  const made = ["/docs/reference", ...htmlOf.keys()];
  expect(made.filter((address) => !listed.includes(address))).toEqual(["/docs", "/docs/files"]);
  expect([...manualAddresses].sort()).toEqual([...made, "/docs/search.json"].sort());
});

describe.each(files)("%s", (file) => {
  const text = readFileSync(path.join(root, file), "utf8");

  it("has only links that lead somewhere, as a file", () => {
    const hrefs: string[] = [];
    renderMarkdown(text, { link: (href) => (hrefs.push(href), href), picture: (href) => (hrefs.push(href), "") });
    const wrong = hrefs
      .filter((href) => !/^[a-z]+:/.test(href))
      .filter((href) => {
        const [target = "", anchor] = href.split("#");
        const to = target === "" ? file : path.join(path.dirname(file), target);
        return globSync(to, { cwd: root }).length === 0 || (anchor !== undefined && !idsOf(to).includes(anchor));
      });
    expect(wrong).toEqual([]);
  });

  if (notOnTheSite.includes(file)) return;
  it("has only links that lead somewhere, on the site", () => {
    const page = htmlOf.get(addressOf(file).split("#", 1)[0] ?? "") ?? "";
    const hrefs = [...page.matchAll(/<a href="([^"]+)"/g)].map(([, href = ""]) => href);
    const wrong = hrefs
      .filter((href) => !/^[a-z]+:/.test(href))
      .filter((href) => {
        const [address = "", anchor] = href.split("#");
        const to = htmlOf.get(address.replace("/below", ""));
        if (address === "/below/docs/reference") return anchor !== undefined;
        return (
          !address.startsWith("/below/") || to === undefined || (anchor !== undefined && !to.includes(`id="${anchor}"`))
        );
      });
    expect(page).not.toBe("");
    expect(wrong).toEqual([]);
  });
});

const idsOf = (file: string) => {
  const { sections } = renderMarkdown(readFileSync(path.join(root, file), "utf8"), {
    link: () => "",
    picture: () => "",
  });
  return sections.map(({ id }) => id);
};

it("a heading has the id that GitHub gives it", () => {
  const id = headingIds();
  expect(
    ["At `/hub/notifications`".replaceAll("`", ""), "Zażółć, I/O & more", "snake_case", "Twice", "Twice"].map(id),
  ).toEqual(["at-hubnotifications", "zażółć-io--more", "snake_case", "twice", "twice-1"]);
});

it("pages hold what Markdown says, and no HTML of its own", () => {
  const places = { link: (href: string) => `to:${href}`, picture: (href: string) => `src="${href}"` };
  const { title, parts, sections } = renderMarkdown(
    '# A\n\n[b](c.md "t") <!-- note -->\n\n```sh\nx < 1\n```\n\n## D `e`\n\n| f |\n| --- |\n| `g` |\n\n![h "i"](j.png)\n',
    places,
  );
  expect(title).toBe("A");
  expect(sections[1]).toMatchObject({ id: "d-e", text: "D e", depth: 2 });
  expect(parts[1]).toEqual({ code: "x < 1", name: "A, example 1" });
  expect(parts[0]).toContain('<a href="to:c.md">b</a>');
  expect(parts[2]).toContain('<h2 id="d-e">D <code>e</code></h2>');
  expect(parts[2]).toContain('<div class="wide" tabindex="0"');
  expect(parts[2]).toContain('<img alt="h &quot;i&quot;" src="j.png"');
  expect(() => renderMarkdown("# A\n\n<b>c</b>", places)).toThrow("no HTML");
  expect(() => renderMarkdown("text", places)).toThrow("title");
});
