"use client";

import type { MouseEvent, ReactNode } from "react";
import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";
import { keptIn, unreadByOrigin, unreadIn, type Inbox, type OriginCounts } from "./inbox.ts";
import { queryOf, whole, type View } from "./view.ts";
import { grouped } from "#lib/grouped.ts";

export interface OriginListProps {
  inbox: Inbox | undefined;
  view: View;
  onView: (change: Partial<View>) => void;
  /** Called before somebody may press a link, so that what it leads to is at hand. */
  onApproach: (origin: string) => void;
}

/** Where notifications come from, each with its unread ones. The muted are folded away. */
export function OriginList({ inbox, view, onView, onApproach }: OriginListProps) {
  const origins = inbox?.origins ?? [];
  const muted = origins.filter((origin) => origin.muted);
  const unread = inbox && unreadByOrigin(inbox);
  const link = (origin: OriginCounts | undefined) => (
    <OriginLink
      key={origin?.origin ?? ""}
      view={{ ...view, origin: origin?.origin, show: undefined }}
      here={view.show === undefined && view.origin === origin?.origin}
      unread={origin ? (unread?.get(origin.origin) ?? 0) : inbox ? unreadIn(inbox) : 0}
      onView={onView}
      onApproach={onApproach}
    />
  );
  return (
    <div className="flex flex-col gap-2">
      <ul className="flex flex-col">
        {link(undefined)}
        {origins.filter((origin) => !origin.muted).map(link)}
      </ul>
      {muted.length > 0 && (
        <details
          open={muted.some(({ origin }) => origin === view.origin) || undefined}
          className="group border-t border-line pt-2"
        >
          <summary className="touch-target flex h-9 cursor-pointer list-none items-center gap-1 rounded-control px-3 text-meta hover:bg-line/50 hover:text-ink [&::-webkit-details-marker]:hidden">
            <span className="mr-auto">muted ({muted.length})</span>
            <Icon
              name="chevron-down"
              className="size-4 -rotate-90 transition-transform duration-150 group-open:rotate-0"
            />
          </summary>
          <ul className="flex flex-col">{muted.map(link)}</ul>
        </details>
      )}
      <p className="flex items-center border-t border-line pt-2 text-meta">
        <ShowLink show="kept" here={view.show === "kept"} onView={onView}>
          Kept{inbox && keptIn(inbox) > 0 && ` (${grouped(keptIn(inbox))})`}
        </ShowLink>
        <span aria-hidden>·</span>
        <ShowLink show="cleared" here={view.show === "cleared"} onView={onView}>
          Cleared
        </ShowLink>
      </p>
    </div>
  );
}

/** Goes to a view of its own, where nothing is held down that opens it elsewhere. */
function goTo(event: MouseEvent, go: () => void): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go();
}

/** What is kept and what was cleared: of all origins, and without the filters of the list one comes from. */
function ShowLink({
  show,
  here,
  onView,
  children,
}: Pick<OriginListProps, "onView"> & { show: "kept" | "cleared"; here: boolean; children: ReactNode }) {
  const view = whole({ origin: undefined, show });
  return (
    <a
      href={queryOf(view)}
      aria-current={here || undefined}
      onClick={(event) => goTo(event, () => onView(view))}
      className={cx(
        "touch-target flex h-9 items-center rounded-control px-3 transition-colors duration-150",
        here ? "forced-chosen bg-line font-medium text-ink" : "text-soft hover:bg-line/50 hover:text-ink",
      )}
    >
      {children}
    </a>
  );
}

interface OriginLinkProps extends Pick<OriginListProps, "onView" | "onApproach"> {
  view: View;
  here: boolean;
  unread: number;
}

function OriginLink({ view, here, unread, onView, onApproach }: OriginLinkProps) {
  const { origin } = view;
  const approach = () => origin !== undefined && onApproach(origin);
  return (
    <li>
      <a
        href={queryOf(view) || "?"}
        aria-current={here || undefined}
        onClick={(event) => goTo(event, () => onView({ origin, show: undefined }))}
        onPointerEnter={approach}
        onFocus={approach}
        className={cx(
          "touch-target flex h-9 items-center justify-between gap-3 rounded-control px-3 transition-colors duration-150",
          here ? "forced-chosen bg-line font-medium text-ink" : "text-soft hover:bg-line/50 hover:text-ink",
        )}
      >
        <span className="min-w-0 truncate" title={origin}>
          {origin ?? "All"}
        </span>
        {unread > 0 && (
          <span className={cx("text-small", !here && "text-meta")}>
            {grouped(unread)}
            <span className="sr-only"> unread</span>
          </span>
        )}
      </a>
    </li>
  );
}
