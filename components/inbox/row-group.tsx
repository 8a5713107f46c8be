"use client";

import { useId, type ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { InboxRow, type InboxRowProps } from "./inbox-row.tsx";
import type { Group } from "./rows.ts";

export interface RowGroupProps extends Pick<InboxRowProps, "onToggle" | "onClear" | "onMarkUnread"> {
  group: Group;
  openKey: string | undefined;
  muted: boolean;
  onClearOrigin: () => void;
  onMute: (origin: string, muted: boolean) => void;
  /** Marks the whole origin read; left out where everything can be. */
  onMarkRead: (() => void) | undefined;
  /** What follows the rows. */
  children?: ReactNode;
}

/** What an origin has to say, under its name. */
export function RowGroup({
  group: { origin, rows },
  openKey,
  muted,
  onClearOrigin,
  onMute,
  onMarkRead,
  children,
  ...row
}: RowGroupProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      data-group={rows[0]?.key}
      className="rounded-card border border-line bg-surface shadow-raised"
    >
      <div className="sticky top-12 z-10 flex min-h-11 items-center gap-1 rounded-t-card bg-surface py-1 pr-1 pl-4">
        <h2 id={id} className="mr-auto min-w-0 truncate font-semibold" title={origin}>
          {origin}
        </h2>
        {onMarkRead && (
          <Button look="quiet" small onClick={onMarkRead}>
            Mark read
          </Button>
        )}
        <Button
          look="quiet"
          small
          label={muted ? `Unmute ${origin}` : `Mute ${origin}`}
          title={muted ? "Unmute" : "Mute: fold it away, and leave it out of the count"}
          onClick={() => onMute(origin, !muted)}
          className="max-sm:min-w-11"
        >
          <Icon name={muted ? "bell" : "bell-off"} className="size-4" />
        </Button>
        <Button look="quiet" small onClick={onClearOrigin} className="max-w-40">
          <span className="truncate">Clear {origin}</span>
        </Button>
      </div>
      <ul>
        {rows.map((each) => (
          <InboxRow key={each.key} row={each} open={each.key === openKey} {...row} />
        ))}
      </ul>
      {children}
    </section>
  );
}
