import { latencyBars, latencyWords } from "./latency.ts";
import { grouped } from "#lib/grouped.ts";

/** How long the labs took to answer. Each bar is a line with its words and its count, so it reads without being seen. */
export function LatencyChart({ durationsMs }: { durationsMs: readonly number[] }) {
  const words = latencyWords(durationsMs);
  if (words === undefined) return <p className="text-small text-meta">No request went out yet.</p>;
  const bars = latencyBars(durationsMs);
  const most = Math.max(...bars.map(({ count }) => count));
  return (
    <div className="flex flex-col gap-2">
      <p className="text-soft">{words}</p>
      <ul className="flex flex-col gap-1 text-small">
        {bars.map(({ word, count }) => (
          <li key={word} className="flex items-center gap-3">
            <span className="w-24 shrink-0 text-right text-meta">{word}</span>
            <span aria-hidden className="h-3 min-w-0 flex-1">
              <span className="block h-full rounded-full bg-info" style={{ width: `${(count / most) * 100}%` }} />
            </span>
            <span className="w-12 shrink-0 text-right">{grouped(count)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
