"use client";

import { Suspense, useLayoutEffect, useMemo, useRef } from "react";
import type { Notification } from "#lib/inbox/schema.ts";
import { Button } from "../ui/button.tsx";
import type { InboxChanges } from "./inbox-changes.ts";
import type { OriginCounts } from "./inbox.ts";
import type { RowActions } from "./inbox-row.tsx";
import { LoadMore } from "./load-more.tsx";
import { RowGroup } from "./row-group.tsx";
import type { Group } from "./rows.ts";
import type { Chosen } from "./use-chosen.ts";
import type { Listing } from "./use-listing.ts";
import type { OpenRows } from "./use-open-rows.ts";
import { isFiltered, type View } from "./view.ts";
import { clearWords, markWords } from "./what-is-shown.ts";
import { grouped } from "#lib/grouped.ts";

export interface GroupsProps {
  groups: Group[];
  /** All that is listed and was shown, whichever of it the groups have. */
  items: Notification[];
  view: View;
  origins: OriginCounts[];
  changes: InboxChanges;
  open: OpenRows;
  chosen: Chosen;
  more: Listing["more"];
  total: Listing["total"];
  /** How many arrived in an origin and wait to be shown. */
  waitingIn: (origin: string) => number;
  onShow: (origin: string) => void;
}

/** The rows, each under its origin. */
export function Groups({
  groups,
  items,
  view,
  origins,
  changes,
  open,
  chosen,
  more,
  total,
  waitingIn,
  onShow,
}: GroupsProps) {
  const latest = useRef({ changes, open, chosen, show: view.show });
  useLayoutEffect(() => {
    latest.current = { changes, open, chosen, show: view.show };
  });
  const actions = useMemo<RowActions>(
    () => ({
      onPress(row, { range, touch }) {
        const { changes, open, chosen, show } = latest.current;
        // Where a finger has chosen one, it chooses the others too.
        if (range || (touch && chosen.keys.size > 0)) return chosen.choose(row.key, { range });
        if (row.unread && !row.members && !open.isOpen(row) && show !== "cleared") changes.mark({ rows: [row] });
        open.toggle(row);
      },
      onChoose: (row) => latest.current.chosen.choose(row.key),
      onClear: (row) => latest.current.changes.clear({ rows: [row] }),
      onMarkUnread(row) {
        latest.current.open.close();
        latest.current.changes.markUnread([row]);
      },
      onKeep: (row, kept) => latest.current.changes.keep([row], kept),
    }),
    [],
  );

  const filtered = isFiltered(view);
  const single = view.origin !== undefined;
  return groups.map((group) => {
    const { origin, rows } = group;
    const counts = origins.find((each) => each.origin === origin);
    const shown = rows.reduce((sum, { all }) => sum + all.length, 0);
    const own: View = { ...view, origin };
    const listed = items.filter((item) => item.origin === origin);
    // Of what fits somebody has to have counted all.
    const isWhole = filtered ? total !== undefined : counts !== undefined;
    const fitting = single && total !== undefined ? total - waitingIn(origin) : listed.length;
    const clearable = filtered
      ? fitting - listed.filter(({ kept }) => kept).length
      : (counts?.total ?? 0) - (counts?.kept ?? 0) - waitingIn(origin);
    const unread = more ? undefined : listed.filter(({ read }) => !read).length;
    const left = (counts?.total ?? 0) - waitingIn(origin) - shown;
    return (
      // Each comes to life by itself, so that no group keeps a hand waiting for all of them. React sends a large one after
      // those that follow it: until then its place is kept.
      <Suspense key={origin} fallback={<div style={{ height: `calc(2.75rem + ${rows.length} * var(--row))` }} />}>
        <RowGroup
          group={group}
          open={open}
          chosen={chosen.keys}
          show={view.show}
          actions={actions}
          whole={
            view.show === undefined
              ? {
                  muted: counts?.muted ?? false,
                  onMute: () => changes.mute(origin, !counts?.muted),
                  clear:
                    clearable > 0 || !isWhole
                      ? {
                          words: clearWords(own, isWhole ? clearable : undefined),
                          act: () => changes.clear({ view: own, listed }),
                        }
                      : undefined,
                  mark: single
                    ? {
                        words: filtered ? markWords(own, isWhole ? unread : undefined) : "Mark read",
                        act: () => changes.mark({ view: own, listed }),
                      }
                    : undefined,
                }
              : undefined
          }
        >
          {single && more && <LoadMore {...more} fitting={rows.length} />}
          {!single && !filtered && view.show === undefined && left > 0 && (
            <div className="border-t border-line p-1">
              <Button look="quiet" small onClick={() => onShow(origin)} className="w-full">
                <span className="truncate">
                  {grouped(left)} more in {origin}
                </span>
              </Button>
            </div>
          )}
        </RowGroup>
      </Suspense>
    );
  });
}
