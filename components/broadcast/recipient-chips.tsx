"use client";

import { useMemo, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { grouped } from "#lib/grouped.ts";

/** More than these are folded away, so that choosing 5,000 people does not draw 5,000 chips. */
const shownAtFirst = 12;

/**
 * Who is chosen, or left out, each with a way out again. Those not among `users`, who have no running lab, are marked, and so
 * are those whom the hub doesn't know.
 */
export function RecipientChips({
  names,
  as,
  users,
  unknown,
  onChange,
}: {
  names: readonly string[];
  as: "chosen" | "left out";
  users: readonly string[];
  unknown: readonly string[];
  onChange: (names: string[]) => void;
}) {
  const [unfolded, setUnfolded] = useState(false);
  const running = useMemo(() => new Set(users), [users]);
  const notKnown = useMemo(() => new Set(unknown), [unknown]);
  if (names.length === 0) return null;
  const shown = unfolded ? names.slice(0, 500) : names.slice(0, shownAtFirst);
  const more = names.length - shown.length;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <ul aria-label={`${names.length} ${as}`} className="contents">
        {shown.map((name) => (
          <li
            key={name}
            className="inline-flex max-w-full items-center rounded-control border border-line bg-sunken pl-2 text-small"
          >
            <span className="truncate">{name}</span>
            {notKnown.has(name) ? (
              <span className="ml-1.5 shrink-0 text-warning">unknown to the hub</span>
            ) : (
              !running.has(name) &&
              !name.startsWith("group:") && (
                <span className="ml-1.5 shrink-0 text-meta">{as === "chosen" ? "inbox only" : "no running lab"}</span>
              )
            )}
            <button
              type="button"
              aria-label={`Remove ${name}`}
              onClick={() => onChange(names.filter((other) => other !== name))}
              className="touch-target inline-flex size-7 shrink-0 items-center justify-center text-meta hover:text-ink pointer-coarse:w-11"
            >
              <Icon name="x" className="size-3.5" />
            </button>
          </li>
        ))}
      </ul>
      {more > 0 && !unfolded && (
        <Button look="quiet" small onClick={() => setUnfolded(true)}>
          {grouped(more)} more
        </Button>
      )}
      {more > 0 && unfolded && <span className="text-small text-meta">and {grouped(more)} more</span>}
      {names.length > 1 && (
        <Button look="quiet" small onClick={() => onChange([])}>
          Remove all
        </Button>
      )}
    </div>
  );
}
