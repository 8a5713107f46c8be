/** A path as OpenAPI writes it, taken apart; `{id}` stands for a part that varies. */
interface Entry<T> {
  parts: string[];
  value: T;
}

/** What an address leads to, and what stands where its parts vary, as it was sent. */
export interface Found<T> {
  value: T;
  params: Record<string, string>;
}

const placeOf = (part: string) => (part.startsWith("{") ? part.slice(1, -1) : undefined);

/** Finds what belongs to a path: what is spelled out wins over what varies. */
export class PathTable<T> {
  readonly #spelled = new Map<string, Found<T>>();
  readonly #varying = new Map<number, Entry<T>[]>();

  constructor(entries: Iterable<readonly [path: string, value: T]>) {
    const all = [...entries].map(([path, value]) => ({ path, parts: path.split("/"), value }));
    const places = ({ parts }: Entry<T>) => parts.filter((part) => placeOf(part) !== undefined).length;
    for (const entry of all.sort((a, b) => places(a) - places(b))) {
      if (places(entry) === 0) this.#spelled.set(entry.path, { value: entry.value, params: {} });
      else this.#varying.set(entry.parts.length, [...(this.#varying.get(entry.parts.length) ?? []), entry]);
    }
  }

  /** @param path without query and base path */
  find(path: string): Found<T> | undefined {
    const spelled = this.#spelled.get(path);
    if (spelled) return spelled;
    const given = path.split("/");
    const found = this.#varying
      .get(given.length)
      ?.find(({ parts }) => parts.every((part, n) => part === given[n] || (placeOf(part) !== undefined && given[n])));
    if (!found) return undefined;
    const params = found.parts.flatMap((part, n) => {
      const place = placeOf(part);
      return place === undefined ? [] : [[place, given[n] ?? ""] as const];
    });
    return { value: found.value, params: Object.fromEntries(params) };
  }
}
