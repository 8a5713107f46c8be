"use client";

import type { ReactNode } from "react";
import { Icon, type IconName } from "../ui/icon.tsx";
import { Quoted } from "../ui/quoted.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { isFiltered, type View } from "./view.ts";

const linkClass = "touch-target font-medium text-ink underline underline-offset-2 hover:decoration-2";

export interface EmptyListProps {
  view: View;
  /** When something was last cleared, in ms. */
  clearedAt: number | null;
  /** Left out when there is nothing to take back. */
  onUndo: (() => void) | undefined;
  onShowAll: () => void;
  /** What follows, where there may be some further back. */
  children?: ReactNode;
}

/** A list without rows, and why. */
export function EmptyList({ view, clearedAt, onUndo, onShowAll, children }: EmptyListProps) {
  const filtered = isFiltered(view);
  return (
    <div className="rounded-card border border-line bg-surface shadow-raised">
      {filtered ? (
        <Message icon="search" title={filteredTitle(view)}>
          <button type="button" className={linkClass} onClick={onShowAll}>
            Show everything
            {view.show !== undefined ? ` ${view.show}` : view.origin === undefined ? "" : ` in ${view.origin}`}
          </button>
        </Message>
      ) : view.show !== undefined ? (
        <Message {...showMessages[view.show]} />
      ) : (
        <Message icon="bell" title={view.origin === undefined ? "Nothing new" : `Nothing new in ${view.origin}`}>
          {clearedAt !== null || onUndo ? (
            <span className="inline-flex flex-wrap items-center justify-center gap-x-1.5">
              {clearedAt !== null && (
                <span>
                  Last cleared <RelativeTime iso={new Date(clearedAt).toISOString()} />
                </span>
              )}
              {onUndo && (
                <>
                  <span aria-hidden>·</span>
                  <button type="button" className={linkClass} onClick={onUndo}>
                    Undo
                  </button>
                </>
              )}
            </span>
          ) : (
            "What happens in your origins, and what your admins have to say, appears here at once."
          )}
        </Message>
      )}
      {children}
    </div>
  );
}

function Message({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-12 text-center">
      <Icon name={icon} className="mb-2 size-6 text-meta" />
      <p className="font-medium">
        <Quoted words={title} />
      </p>
      <div className="max-w-[48ch] text-small text-meta">{children}</div>
    </div>
  );
}

const showMessages = {
  kept: { icon: "pin", title: "Nothing is kept", children: "What you keep stands here, and no clear takes it." },
  cleared: {
    icon: "undo",
    title: "Nothing was cleared",
    children: "What you clear stands here until it is deleted for good, and can be brought back.",
  },
} as const;

function filteredTitle(view: View): string {
  const { q, origin, show } = view;
  const where = show !== undefined ? ` ${show}` : origin === undefined ? "" : ` in ${origin}`;
  if (q !== "") return `Nothing${where} has “${q}” in it`;
  return `Nothing${where} fits`;
}
