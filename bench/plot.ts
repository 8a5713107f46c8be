/** One bar: its label, how long it is, and what stands at its end. */
export interface Bar {
  label: string;
  value: number;
  said: string;
  /** Drawn in the second colour. */
  quiet?: boolean;
}

const rowHeight = 30;
const labelWidth = 430;
const barWidth = 330;
const width = 900;
const top = 56;

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/**
 * A plot of horizontal bars as SVG, readable on light and dark pages.
 * @param mark a value that gets a line through all bars, such as what is promised
 * @param most the value of the longest bar there can be; longer ones are cut off there
 */
export function barPlot({
  title,
  bars,
  most,
  mark,
}: {
  title: string;
  bars: readonly Bar[];
  most: number;
  mark?: { value: number; label: string };
}): string {
  const height = top + bars.length * rowHeight + 14;
  const x = (value: number) => labelWidth + (Math.min(value, most) / most) * barWidth;
  const rows = bars.map(({ label, value, said, quiet }, index) => {
    const y = top + index * rowHeight;
    return `<text class="label" x="${labelWidth - 10}" y="${y + 19}" text-anchor="end">${escaped(label)}</text>
<rect class="${quiet ? "quiet" : "bar"}" x="${labelWidth}" y="${y + 5}" width="${Math.max(1, x(value) - labelWidth).toFixed(1)}" height="${rowHeight - 10}" rx="3"/>
<text class="said" x="${(x(value) + 8).toFixed(1)}" y="${y + 19}">${escaped(said)}</text>`;
  });
  const line = mark
    ? `<line x1="${x(mark.value)}" x2="${x(mark.value)}" y1="${top - 6}" y2="${height - 8}"/><text class="mark" x="${x(mark.value)}" y="${top - 12}" text-anchor="middle">${escaped(mark.label)}</text>`
    : "";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}" font-family="system-ui, sans-serif" font-size="13">
<style>text{fill:#1f2328}.label{fill:#424a53}.mark{fill:#57606a;font-size:12px}.title{font-weight:600;font-size:15px}.bar{fill:#3b6fd4}.quiet{fill:#a7b0bb}line{stroke:#57606a;stroke-dasharray:4 3}rect.back{fill:#fff}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.label{fill:#b1bac4}.mark{fill:#8b949e}.bar{fill:#6ea0ff}.quiet{fill:#57606a}line{stroke:#8b949e}rect.back{fill:#0d1117}}</style>
<rect class="back" width="${width}" height="${height}"/>
<text class="title" x="14" y="24">${escaped(title)}</text>
${line}
${rows.join("\n")}
</svg>
`;
}
