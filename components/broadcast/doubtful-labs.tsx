"use client";

import { useState } from "react";
import { Button } from "../ui/button.tsx";
import type { Audience } from "./draft.ts";
import { InstallHint } from "./install-hint.tsx";
import { leavingOut, toBeLeftOut, type Doubtful } from "./preflight.ts";
import { grouped } from "#lib/grouped.ts";

/** So many are drawn; of more, how many. */
const mostShown = 100;

const words = { missing: "Without the extension", unreachable: "Unreachable" };

export interface DoubtfulLabsProps {
  group: Doubtful;
  draft: Audience;
  onChange: (change: Audience) => void;
}

/** Who would not show a message and why, with ways to send to all others, or to them alone. */
export function DoubtfulLabs({ group, draft, onChange }: DoubtfulLabsProps) {
  const [open, setOpen] = useState(false);
  const people = [...new Set(group.labs.map(({ username }) => username))];
  const leavable = toBeLeftOut(draft, people);
  const shown = group.labs.slice(0, mostShown);
  const more = group.labs.length - shown.length;
  const leaveOut = (names: readonly string[]) => onChange(leavingOut(draft, names));
  return (
    <details
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      className="rounded-control border border-line"
    >
      <summary className="cursor-pointer px-3 py-1.5 text-soft select-none pointer-coarse:py-3">
        {words[group.of]}: who and why
      </summary>
      {open && (
        <div className="flex flex-col gap-2 border-t border-line px-3 py-2">
          {group.of === "missing" && <InstallHint />}
          <ul className="flex max-h-55 flex-col gap-1 overflow-y-auto" aria-label={words[group.of]}>
            {shown.map(({ username, server, why }) => (
              <li key={`${username}/${server}`} className="flex items-start justify-between gap-2">
                <p className="min-w-0 [overflow-wrap:anywhere]">
                  <span className="font-medium text-ink">{server ? `${username}/${server}` : username}</span>
                  <span className="text-meta">: {why}</span>
                </p>
                {leavable.includes(username) && (
                  <Button look="quiet" small label={`Leave out ${username}`} onClick={() => leaveOut([username])}>
                    Leave out
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {more > 0 && <p className="text-meta">and {grouped(more)} more</p>}
          <div className="flex flex-wrap gap-2">
            <Button small disabled={leavable.length === 0} onClick={() => leaveOut(leavable)}>
              Leave out all {grouped(leavable.length)}
            </Button>
            <Button small onClick={() => onChange({ audience: "chosen", chosen: people, leftOut: [] })}>
              Only these
            </Button>
          </div>
        </div>
      )}
    </details>
  );
}
