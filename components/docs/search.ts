/**
 * The search of the documentation, in the browser: a script of its own in each page (scripts/manual/loader.mjs puts it there),
 * which gets the words of all pages when somebody is about to search. Without it the pages and their list stand as they are.
 */
import type { SearchEntry } from "./manual.ts";

/** How many are shown at once. */
const most = 20;

/** Without case and accents. */
const folded = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const wordsOf = (query: string) => folded(query).split(/\s+/).filter(Boolean);

/** How much a word in a text says: more where one of its words begins with it. */
function weight(text: string, word: string): number {
  const at = text.indexOf(word);
  if (at < 0) return 0;
  return at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1)) ? 2 : 1;
}

/**
 * What has all words of a query, the best first: a word in a heading counts for more than one in a page's title, and that for
 * more than one in the text.
 */
export function find(entries: SearchEntry[], query: string): SearchEntry[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  return entries
    .map((entry) => {
      const [heading, page, text] = [folded(entry.heading), folded(entry.page), folded(entry.text)];
      const each = words.map((word) => 8 * weight(heading, word) + 3 * weight(page, word) + weight(text, word));
      return { entry, score: each.includes(0) ? 0 : each.reduce((sum, one) => sum + one, 0) };
    })
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .map(({ entry }) => entry);
}

/** Some 140 characters of a text, from a little before the first word that was found. */
export function excerpt(text: string, query: string): string {
  const whole = folded(text);
  const places = wordsOf(query)
    .map((word) => whole.indexOf(word))
    .filter((at) => at >= 0);
  const from = Math.min(...places) - 40;
  const start = places.length === 0 || from <= 0 ? 0 : text.indexOf(" ", from) + 1;
  const end = text.length <= start + 140 ? text.length : text.lastIndexOf(" ", start + 140);
  return `${start > 0 ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
}

/** What a search found, in words. */
export function foundWords(count: number, query: string): string {
  if (count === 0) return `Nothing has “${query.trim()}”`;
  return count > most ? `${count} found, the best ${most} shown` : `${count} found`;
}

function element(name: string, text: string): HTMLElement {
  return Object.assign(document.createElement(name), { textContent: text });
}

function searchIn(box: HTMLElement): void {
  const { base = "", index = "" } = box.dataset;
  const [input, found, list] = [box.querySelector("input"), box.querySelector("p"), box.querySelector("ul")];
  if (!input || !found || !list) return;

  let loading: Promise<SearchEntry[]> | undefined;
  const load = () =>
    (loading ??= fetch(index).then((answer) => {
      if (!answer.ok) throw new Error(`the search's words: HTTP ${answer.status}`);
      return answer.json() as Promise<SearchEntry[]>;
    }));
  const row = ({ address, page, heading, text }: SearchEntry) => {
    const link = Object.assign(document.createElement("a"), { href: base + address });
    link.append(element("strong", heading));
    if (heading !== page) link.append(element("span", page));
    link.append(element("p", excerpt(text, input.value)));
    const item = document.createElement("li");
    item.append(link);
    return item;
  };
  const close = () => {
    delete box.dataset["open"];
    found.textContent = "";
    list.hidden = true;
  };
  const show = async () => {
    const query = input.value;
    if (query.trim() === "") return close();
    if (!("open" in box.dataset)) found.textContent = "Searching …";
    box.dataset["open"] = "";
    try {
      const all = find(await load(), query);
      // What was typed since then is shown in its own turn.
      if (query !== input.value) return;
      list.replaceChildren(...all.slice(0, most).map(row));
      list.hidden = all.length === 0;
      found.textContent = foundWords(all.length, query);
    } catch {
      loading = undefined;
      found.textContent = "The search could not be fetched. Check your connection.";
    }
  };

  box.hidden = false;
  // What fails here is told when something is typed.
  input.addEventListener("focus", () => void load().catch(() => (loading = undefined)));
  input.addEventListener("input", () => void show());
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const links = [...list.querySelectorAll("a")];
    const { activeElement } = document;
    const at = links.findIndex((link) => link === activeElement);
    const inside = box.contains(activeElement);
    if (event.key === "/" && activeElement !== input) input.focus();
    else if (event.key === "Escape" && inside) {
      input.value = "";
      close();
      input.focus();
    } else if (event.key === "ArrowDown" && inside && !list.hidden) (links[at + 1] ?? links.at(-1))?.focus();
    else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] ?? input).focus();
    else if (event.key === "Enter" && activeElement === input && !list.hidden) links[0]?.click();
    else return;
    event.preventDefault();
  });
  addEventListener("pointerdown", ({ target }) => {
    if (!box.contains(target as Node)) close();
  });
  // A link to a place on the same page loads no other.
  addEventListener("hashchange", close);
}

if (typeof document !== "undefined")
  for (const box of document.querySelectorAll<HTMLElement>("search[data-index]")) searchIn(box);
