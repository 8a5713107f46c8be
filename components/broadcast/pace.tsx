"use client";

import { useState } from "react";
import { took } from "./result-summary.ts";
import { grouped } from "#lib/grouped.ts";

/**
 * How fast labs answer and how long the rest will take, measured from when this was first shown: after a retry, the time
 * since the send says nothing. Shown only while it is at work, so that each run is measured anew.
 * @param atMs when the counts were asked for
 */
export function Pace({ answered, total, atMs }: { answered: number; total: number; atMs: number }) {
  const [first] = useState({ answered, atMs });
  const perSecond = (answered - first.answered) / Math.max(0.001, (atMs - first.atMs) / 1000);
  const left = total - answered;
  return (
    <p className="text-small text-meta">
      {grouped(left)} still to answer
      {perSecond > 0 &&
        ` · ${grouped(Math.max(1, Math.round(perSecond)))} a second · about ${took((left / perSecond) * 1000)} left`}
    </p>
  );
}
