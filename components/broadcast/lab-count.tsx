"use client";

import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import type { Labs } from "./queries.ts";
import { grouped } from "#lib/grouped.ts";

export interface LabCountProps {
  labs: Labs | undefined;
  /** When they were counted, in ms. */
  countedAt: number;
  refreshing: boolean;
  onRefresh: () => void;
}

/** How many labs a message could reach now. */
export function LabCount({ labs, countedAt, refreshing, onRefresh }: LabCountProps) {
  if (!labs) {
    return (
      <div className="flex items-center gap-2">
        <span className="sr-only">Counting the running labs</span>
        <Skeleton className="h-5 w-40" />
      </div>
    );
  }
  if (labs.state !== "listed") return null;
  const ready = labs.labs.filter((lab) => lab.ready).length;
  const starting = labs.labs.length - ready;
  return (
    <div className="flex items-center justify-between gap-2">
      <p className="text-soft">
        <span className="font-medium text-ink">{grouped(ready)}</span> {ready === 1 ? "lab is" : "labs are"} running
        {starting > 0 && `, ${grouped(starting)} starting`}
        <span className="text-small text-meta">
          {" · "}
          <RelativeTime iso={new Date(countedAt).toISOString()} />
        </span>
      </p>
      <Button look="quiet" small label="Count again" pending={refreshing} onClick={onRefresh}>
        {!refreshing && <Icon name="refresh-cw" className="size-4" />}
      </Button>
    </div>
  );
}
