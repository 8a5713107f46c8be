"use client";

import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import type { View } from "./view.ts";
import { grouped } from "#lib/grouped.ts";

export interface ChosenBarProps {
  count: number;
  show: View["show"];
  onClear: () => void;
  onRead: () => void;
  onKeep: (kept: boolean) => void;
  /** Chooses nothing any more. */
  onEnd: () => void;
}

/** What can be done to the rows that are chosen: it stands where their origin's name does, however far one has scrolled. */
export function ChosenBar({ count, show, onClear, onRead, onKeep, onEnd }: ChosenBarProps) {
  return (
    <div
      role="toolbar"
      aria-label="Chosen"
      className="sticky top-12 z-15 -mb-3 flex min-h-11 animate-rise items-center gap-1 rounded-card border border-line bg-raised py-1 pr-1 pl-4 shadow-popup"
    >
      <p className="mr-auto font-semibold">{grouped(count)} chosen</p>
      {show === undefined && (
        <Button look="quiet" small onClick={onClear}>
          Clear
        </Button>
      )}
      {show !== "cleared" && (
        <Button look="quiet" small onClick={onRead}>
          Read
        </Button>
      )}
      <Button look="quiet" small onClick={() => onKeep(show !== "kept")}>
        {show === "cleared" ? "Bring back" : show === "kept" ? "Keep no longer" : "Keep"}
      </Button>
      <Button
        look="quiet"
        small
        label="Choose nothing"
        title="Choose nothing"
        onClick={onEnd}
        className="max-sm:min-w-11"
      >
        <Icon name="x" className="size-4" />
      </Button>
    </div>
  );
}
