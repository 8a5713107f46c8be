/** Letters that Unicode takes for one and Postgres' `unaccent` for others, in small: each of a list for what stands before it. */
const letters = new Map(
  Object.entries({
    a: "ⱥ",
    ae: "æ",
    b: "ƀƃɓ",
    c: "ƈȼ",
    d: "đðƌɖɗȡ",
    db: "ȸ",
    e: "ɛɇ",
    f: "ƒ",
    g: "ɠǥ",
    h: "ħ",
    hv: "ƕ",
    i: "ıɨɩ",
    j: "ȷɉ",
    k: "ƙ",
    l: "łƚȴ",
    n: "ŋɲƞȵ",
    o: "ø",
    oe: "œ",
    oi: "ƣ",
    p: "ƥ",
    q: "ĸ",
    qp: "ȹ",
    r: "ɍʀ",
    s: "ȿ",
    ss: "ß",
    t: "ŧƫƭʈⱦȶ",
    th: "þ",
    u: "ʉ",
    v: "ʋ",
    y: "ƴɏ",
    z: "ƶȥɀ",
    "'": "ʼ",
  }).flatMap(([plain, all]) => Array.from(all, (letter) => [letter, plain] as const)),
);
const someLetter = new RegExp(`[${[...letters.keys()].join("")}]`, "g");

/** Most of what is published has nothing to fold but case, and a fifth of the work is enough for it. */
const isAscii = (text: string): boolean => !/[\u0080-\uffff]/.test(text);

/** Text without case and accents, as `unaccent` folds it: `Łódź` is `lodz`. */
export const fold = (text: string): string =>
  isAscii(text)
    ? text.toLowerCase()
    : text
        .normalize("NFKD")
        .toLowerCase()
        .replace(/[\u0300-\u036f]|(?<=l)\u00b7/g, "")
        .replace(someLetter, (letter) => letters.get(letter) as string)
        .normalize("NFC");

/** A word: letters and digits, also joined by signs that names, versions and addresses have inside. */
const word = /[\p{L}\p{N}\p{M}]+(?:[._:@+~-]+[\p{L}\p{N}\p{M}]+)*/gu;
/** The same in folded text that is ASCII. */
const asciiWord = /[a-z0-9]+(?:[._:@+~-]+[a-z0-9]+)*/g;
const longest = 64;

function inFull(text: string): string[] {
  const folded = fold(text);
  return (folded.match(isAscii(folded) ? asciiWord : word) ?? []).map((each) =>
    // Not through the middle of a letter: Postgres takes no half of one.
    each.length > longest ? each.slice(0, longest).replace(/[\ud800-\udbff]$/, "") : each,
  );
}

/** The pieces of a joined word, but no numbers: those of a version mean nothing by themselves. */
const pieces = (joined: string): string[] =>
  /[._:@+~-]/.test(joined) ? joined.split(/[._:@+~-]+/).filter((piece) => /\p{L}/u.test(piece)) : [];

/** The words by which a notification is found: of its origin, its type, and whatever its data says. */
export function wordsOf({ origin, type, data }: { origin: string; type: string; data: unknown }): string[] {
  const texts = [origin, type];
  const walk = (value: unknown): void => {
    if (typeof value === "string" || typeof value === "number") texts.push(String(value));
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(walk);
  };
  walk(data);
  const found = new Set<string>();
  for (const each of inFull(texts.join(" "))) {
    found.add(each);
    for (const piece of pieces(each)) found.add(piece);
  }
  return [...found];
}

/**
 * What to look for, as a `tsquery`: all the words of a text, each as a beginning; of parts between slashes, as a package's
 * have them, the last one alone. Nothing when there is no word in it.
 */
export function queryOf(text: string): string | undefined {
  const terms = text
    .split(/\s+/)
    .flatMap((part) => inFull(part).map((each, at, all) => `'${each}'${at === all.length - 1 ? ":*" : ""}`));
  return terms.length > 0 ? [...new Set(terms)].join(" & ") : undefined;
}

/** Words as the text of a `tsvector`. There is no sign in them that it would have to be told of. */
export const asVector = (words: readonly string[]): string => words.map((each) => `'${each}'`).join(" ");
