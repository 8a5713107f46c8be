"use client";

import type { ReactNode } from "react";
import { Icon, type IconName } from "../ui/icon.tsx";
import { Quoted } from "../ui/quoted.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { categoryWords, isFiltered, type View } from "./view.ts";

const linkClass = "touch-target font-medium text-ink underline underline-offset-2 hover:decoration-2";

export interface EmptyListProps {
  view: View;
  search: string;
  /** When something was last cleared, in ms. */
  clearedAt: number | null;
  /** Left out when there is nothing to take back. */
  onUndo: (() => void) | undefined;
  onShowAll: () => void;
  /** What follows, where there may be some further back. */
  children?: ReactNode;
}

/** A list without rows, and why. */
export function EmptyList({ view, search, clearedAt, onUndo, onShowAll, children }: EmptyListProps) {
  const filtered = isFiltered(view) || search !== "";
  return (
    <div className="rounded-card border border-line bg-surface shadow-raised">
      {filtered ? (
        <Message icon="search" title={filteredTitle(view, search)}>
          <button type="button" className={linkClass} onClick={onShowAll}>
            Show everything{view.origin === undefined ? "" : ` in ${view.origin}`}
          </button>
        </Message>
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

function Message({ icon, title, children }: { icon: IconName; title: string; children: ReactNode }) {
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

function filteredTitle({ unread, category, origin }: View, search: string): string {
  if (search !== "") return `Nothing that is loaded has “${search.trim()}” in it`;
  const which = `${unread ? " unread" : ""}${category ? ` of the category ${categoryWords[category].toLowerCase()}` : ""}`;
  return `Nothing${which}${origin === undefined ? "" : ` in ${origin}`}`;
}
