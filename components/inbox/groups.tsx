"use client";

import { useCallback, useLayoutEffect, useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import type { InboxChanges } from "./inbox-changes.ts";
import type { OriginCounts } from "./inbox.ts";
import { LoadMore } from "./load-more.tsx";
import { RowGroup } from "./row-group.tsx";
import type { Group, Row } from "./rows.ts";
import type { Listing } from "./use-listing.ts";

export interface GroupsProps {
  groups: Group[];
  origins: OriginCounts[];
  changes: InboxChanges;
  /** Whether one origin is shown, and no other. */
  single: boolean;
  /** Whether rows that are there may not be shown. */
  narrowed: boolean;
  more: Listing["more"];
  onShow: (origin: string) => void;
}

/** The rows, each under its origin; one of them may be open. */
export function Groups({ groups, origins, changes, single, narrowed, more, onShow }: GroupsProps) {
  const [openKey, setOpenKey] = useState<string>();
  const latest = useRef(changes);
  useLayoutEffect(() => {
    latest.current = changes;
  });
  const onToggle = useCallback((row: Row) => {
    setOpenKey((open) => (open === row.key ? undefined : row.key));
    if (row.unread) latest.current.mark({ row }, true);
  }, []);
  const onClear = useCallback((row: Row) => latest.current.clear({ row }), []);
  const onMarkUnread = useCallback((row: Row) => {
    setOpenKey(undefined);
    latest.current.mark({ row }, false);
  }, []);

  return groups.map((group) => {
    const { origin, rows } = group;
    const counts = origins.find((each) => each.origin === origin);
    const listed = rows.reduce((sum, { all }) => sum + all.length, 0);
    return (
      <RowGroup
        key={origin}
        group={group}
        openKey={openKey}
        muted={counts?.muted ?? false}
        onToggle={onToggle}
        onClear={onClear}
        onMarkUnread={onMarkUnread}
        onClearOrigin={() => changes.clear({ origin })}
        onMute={changes.mute}
        onMarkRead={single ? () => changes.mark({ origin }, true) : undefined}
      >
        {single && more && <LoadMore {...more} fitting={rows.length} />}
        {!single && !narrowed && counts && counts.total > listed && (
          <div className="border-t border-line p-1">
            <Button look="quiet" small onClick={() => onShow(origin)} className="w-full">
              Show all {counts.total.toLocaleString("en")}
            </Button>
          </div>
        )}
      </RowGroup>
    );
  });
}
