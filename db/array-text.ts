/** A one-dimensional array as Postgres writes it: `{1,NULL,"with \"quotes\""}`. */
export function arrayText(values: readonly (string | number | boolean | object | null)[]): string {
  const item = (value: (typeof values)[number]) => {
    if (value === null) return "NULL";
    if (typeof value === "number") return String(value);
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    return `"${/[\\"]/.test(text) ? text.replace(/[\\"]/g, "\\$&") : text}"`;
  };
  return `{${values.map(item).join(",")}}`;
}

/** The items of such a text. @param parse an item's value; left out: its text */
export function parseArrayText<T>(text: string, parse: (item: string) => T): (T | null)[] {
  const items = text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^",]+)/gs);
  return Array.from(items, ([, quoted, plain]) => {
    if (plain === "NULL") return null;
    return parse(plain ?? (quoted ?? "").replace(/\\(.)/gs, "$1"));
  });
}
