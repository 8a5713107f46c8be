import { describe, expect, it } from "vitest";
import { Counter, gauge, Histogram } from "./series.ts";

describe("the text format", () => {
  it("has counters, told as 0 before the first", () => {
    const counter = new Counter("x_total", "What x is.", [{ result: "good" }, { result: "bad" }]);
    counter.add({ result: "bad" });
    counter.add({ result: "bad" }, 2);
    expect(counter.text()).toBe(
      '# HELP x_total What x is.\n# TYPE x_total counter\nx_total{result="good"} 0\nx_total{result="bad"} 3\n',
    );
  });

  it("has histograms whose buckets hold all that is at most their bound", () => {
    const histogram = new Histogram("y_seconds", "What y is.", [0.1, 1]);
    for (const value of [0.1, 0.5, 5]) histogram.observe({ route: "/" }, value);
    expect(histogram.text().split("\n").slice(2, -1)).toEqual([
      'y_seconds_bucket{route="/",le="0.1"} 1',
      'y_seconds_bucket{route="/",le="1"} 2',
      'y_seconds_bucket{route="/",le="+Inf"} 3',
      'y_seconds_sum{route="/"} 5.6',
      'y_seconds_count{route="/"} 3',
    ]);
  });

  it("escapes values of labels, and leaves out what is not known", () => {
    expect(
      gauge("z", "What z is.", [
        [{ of: 'a"b\\c\nd' }, 1],
        [{ of: "e" }, undefined],
      ]),
    ).toBe('# HELP z What z is.\n# TYPE z gauge\nz{of="a\\"b\\\\c\\nd"} 1\n');
    expect(gauge("z", "What z is.", [[{}, undefined]])).toBe("");
  });
});
