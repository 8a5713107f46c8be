import { cx } from "./cx.ts";

/** The place of something that is still on its way. What it is must be said nearby, for those who do not see it. */
export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden className={cx("animate-pulse rounded-control bg-line", className)} />;
}
