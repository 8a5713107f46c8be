import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { barPlot, type Bar } from "./plot.ts";
import { margin, reaches } from "./reach.ts";

const page = "docs/performance.md";
const [begin, end] = ["<!-- figures: begin -->", "<!-- figures: end -->"];

type Figures = Record<string, number>;

const rounded = (figure: number) => Number(figure.toPrecision(figure >= 100 ? 4 : 3)).toLocaleString("en");
const percent = (share: number) => `${(share * 100).toFixed(share === 1 ? 0 : 1)} %`;

/** Writes the table and the plots of `docs/performance.md`; its text around them stays. @param at the day of the run */
export function writeReport(figures: Figures, at: Date): void {
  const text = readFileSync(page, "utf8");
  const [before, after] = [text.indexOf(begin), text.indexOf(end)];
  if (before < 0 || after < before) throw new Error(`${page} has no place for figures (${begin} … ${end})`);
  writeFileSync(page, `${text.slice(0, before)}${begin}\n${table(figures, at)}\n${text.slice(after)}`);
  writeFileSync("docs/performance.svg", marginPlot(figures));
  writeFileSync("docs/performance-original.svg", originalPlot(figures));
}

function table(figures: Figures, at: Date): string {
  const rows = Object.entries(reaches).map(([key, { of, least, most }]) => {
    const figure = figures[key];
    const wanted = least === undefined ? `≤ ${most}` : `≥ ${least}`;
    if (figure === undefined) return `| ${of} | \`${key}\` | ${wanted} | not measured |`;
    return `| ${of} | \`${key}\` | ${wanted} | ${rounded(figure)}${(margin(key, figure) ?? 1) < 1 ? " (missed)" : ""} |`;
  });
  const machine = `Measured on ${at.toISOString().slice(0, 10)}: ${cpus().length} cores (${cpus()[0]?.model.trim() ?? "unknown"}), Node ${process.versions.node}.`;
  return `${machine}\n\n| what | key | reach | seen |\n| --- | --- | --- | --- |\n${rows.join("\n")}`;
}

function marginPlot(figures: Figures): string {
  const bars = Object.entries(reaches).flatMap(([key, { of }]): Bar[] => {
    const by = figures[key] === undefined ? undefined : margin(key, figures[key]);
    return by === undefined
      ? []
      : [{ label: of.length > 62 ? key : of, value: by, said: `${rounded(by)} ×`, quiet: by < 1 }];
  });
  return barPlot({
    title: "How many times better than promised",
    bars,
    most: 4,
    mark: { value: 1, label: "promised" },
  });
}

/** Healthy labs told, by us and by the original's two clients. */
function originalPlot(figures: Figures): string {
  const bars = [
    ["fan-out/1000", "1,000 labs"],
    ["fan-out/5000-hung10", "5,000 labs, 500 of them hung"],
  ].flatMap(([name, labs]): Bar[] =>
    [
      ["fan-out-alone", "Belfry"],
      ["original", "the original's default client"],
      ["original-pycurl", "the original with pycurl"],
    ].flatMap(([client, who]): Bar[] => {
      const share = figures[`${name}/${client}-healthy-delivered`];
      if (share === undefined) return [];
      const times = figures[`${name}/${client}-wall-over-ours`] ?? 1;
      return [
        {
          label: `${labs}: ${who}`,
          value: share,
          said: `${percent(share)} in ${rounded(times)} × our time`,
          quiet: client !== "fan-out-alone",
        },
      ];
    }),
  );
  return barPlot({ title: "Healthy labs that were told", bars, most: 1 });
}
