/** Names and values of labels, both from lists known beforehand. */
export type Labels = Readonly<Record<string, string | number>>;

/** One name's lines in the text format of Prometheus, version 0.0.4. */
export interface Family {
  text: () => string;
}

const escaped = (value: string | number) =>
  String(value).replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

function line(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, of]) => `${label}="${escaped(of)}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(",")}}` : ""} ${value}\n`;
}

const head = (name: string, type: string, help: string) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;

/** The lines of values that are looked up when somebody asks; those that can't be told are left out. */
export function gauge(
  name: string,
  help: string,
  values: readonly (readonly [labels: Labels, value: number | undefined])[],
  type: "gauge" | "counter" = "gauge",
): string {
  const known = values.flatMap(([labels, value]) => (value === undefined ? [] : [line(name, labels, value)]));
  return known.length > 0 ? head(name, type, help) + known.join("") : "";
}

/** A number that only rises, for each set of labels. */
export class Counter implements Family {
  readonly #name: string;
  readonly #help: string;
  readonly #counts = new Map<string, { labels: Labels; value: number }>();

  /** @param known sets of labels that are told as 0 from the start, so that an alarm sees the first one */
  constructor(name: string, help: string, known: readonly Labels[] = []) {
    this.#name = name;
    this.#help = help;
    for (const labels of known) this.add(labels, 0);
  }

  add(labels: Labels, by = 1): void {
    const key = Object.values(labels).join("\n");
    const count = this.#counts.get(key);
    if (count) count.value += by;
    else this.#counts.set(key, { labels, value: by });
  }

  text(): string {
    const lines = [...this.#counts.values()].map(({ labels, value }) => line(this.#name, labels, value));
    return head(this.#name, "counter", this.#help) + lines.join("");
  }
}

/** How often a value was at most each of some bounds, for each set of labels. */
export class Histogram implements Family {
  readonly #name: string;
  readonly #help: string;
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, { labels: Labels; within: number[]; sum: number; count: number }>();

  constructor(name: string, help: string, bounds: readonly number[]) {
    this.#name = name;
    this.#help = help;
    this.#bounds = bounds;
  }

  observe(labels: Labels, value: number): void {
    const key = Object.values(labels).join("\n");
    const series = this.#series.get(key) ?? { labels, within: this.#bounds.map(() => 0), sum: 0, count: 0 };
    this.#series.set(key, series);
    this.#bounds.forEach((bound, n) => {
      if (value <= bound) series.within[n] = (series.within[n] ?? 0) + 1;
    });
    series.sum += value;
    series.count += 1;
  }

  text(): string {
    const lines = [...this.#series.values()].flatMap(({ labels, within, sum, count }) => [
      ...this.#bounds.map((bound, n) => line(`${this.#name}_bucket`, { ...labels, le: bound }, within[n] ?? 0)),
      line(`${this.#name}_bucket`, { ...labels, le: "+Inf" }, count),
      line(`${this.#name}_sum`, labels, sum),
      line(`${this.#name}_count`, labels, count),
    ]);
    return head(this.#name, "histogram", this.#help) + lines.join("");
  }
}
