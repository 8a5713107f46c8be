/** The value of one line among metrics, whose labels are written as the line has them. */
export function valueOf(metrics: string, series: string): number {
  const line = metrics.split("\n").find((each) => each.startsWith(`${series} `));
  if (!line) throw new Error(`${series} is not among the metrics`);
  return Number(line.slice(series.length + 1));
}

/** A number that a server tells now. */
export async function metric(url: string, series: string): Promise<number> {
  return valueOf(await (await fetch(`${url}/metrics`)).text(), series);
}
