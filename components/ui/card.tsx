import type { ReactNode } from "react";
import { cx } from "./cx.ts";

/** A sheet of the page with a heading of its own. `actions` stand at the right of it. */
export function Card({
  title,
  titleId,
  actions,
  children,
  className,
}: {
  title: ReactNode;
  titleId: string;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section
      aria-labelledby={titleId}
      className={cx("rounded-card border border-line bg-surface shadow-raised", className)}
    >
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-3 sm:px-5 sm:pt-4">
        <h2 id={titleId} className="text-lead font-semibold">
          {title}
        </h2>
        {actions}
      </div>
      {children}
    </section>
  );
}
