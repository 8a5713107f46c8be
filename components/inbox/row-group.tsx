"use client";

import { useId, type ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { InboxRow, type RowActions } from "./inbox-row.tsx";
import type { Chosen } from "./use-chosen.ts";
import type { OpenRows } from "./use-open-rows.ts";
import type { Group, Row } from "./rows.ts";
import type { View } from "./view.ts";

export interface RowGroupProps {
  group: Group;
  open: OpenRows;
  chosen: Chosen["keys"];
  show: View["show"];
  actions: RowActions;
  /** What can be done to the origin, where it is shown as it is. */
  whole:
    | {
        muted: boolean;
        onMute: () => void;
        /** Left out where nothing could be cleared. */
        clear: { words: string; act: () => void } | undefined;
        /** Left out where everything can be marked. */
        mark: { words: string; act: () => void } | undefined;
      }
    | undefined;
  /** What follows the rows. */
  children?: ReactNode;
}

/** What an origin has to say, under its name. */
export function RowGroup({ group: { origin, rows }, open, chosen, show, actions, whole, children }: RowGroupProps) {
  const id = useId();
  const draw = (row: Row, within: boolean) => (
    <InboxRow
      row={row}
      open={open.isOpen(row)}
      chosen={chosen.has(row.key)}
      within={within}
      show={show}
      actions={actions}
    />
  );
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
        {whole?.mark && (
          <Button look="quiet" small onClick={whole.mark.act} className="max-w-48 min-w-0">
            <span className="truncate">{whole.mark.words}</span>
          </Button>
        )}
        {whole && (
          <Button
            look="quiet"
            small
            label={whole.muted ? `Unmute ${origin}` : `Mute ${origin}`}
            title={whole.muted ? "Unmute" : "Mute: fold it away, and leave it out of the count"}
            onClick={whole.onMute}
            className="max-sm:min-w-11"
          >
            <Icon name={whole.muted ? "bell" : "bell-off"} className="size-4" />
          </Button>
        )}
        {whole?.clear && (
          <Button look="quiet" small onClick={whole.clear.act} className="max-w-48 min-w-0">
            <span className="truncate">{whole.clear.words}</span>
          </Button>
        )}
      </div>
      <ul>
        {rows.map((row) => (
          <li key={row.key}>
            {draw(row, false)}
            {row.members && open.isOpen(row) && (
              <ul>
                {row.members.map((member) => (
                  <li key={member.key}>{draw(member, true)}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {children}
    </section>
  );
}
