import { cx } from "./cx.ts";
import { toneFill, type Tone } from "./tone.ts";

export interface ProgressSegment {
  tone: Tone;
  count: number;
}

/** How far something is, in segments of different kinds; what is left stays empty. `total` 0 is drawn empty. */
export function ProgressBar({
  label,
  total,
  segments,
}: {
  label: string;
  total: number;
  segments: readonly ProgressSegment[];
}) {
  const done = segments.reduce((sum, segment) => sum + segment.count, 0);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      className="flex h-1.5 gap-px overflow-hidden rounded-full bg-line forced-colors:border"
    >
      {segments.map(({ tone, count }) =>
        count === 0 || total === 0 ? null : (
          <div
            key={tone}
            className={cx("h-full transition-[width] duration-200", toneFill[tone])}
            style={{ width: `${(count / total) * 100}%` }}
          />
        ),
      )}
    </div>
  );
}
