"use client";

import { useMemo, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";

/** More than these are folded away, so that choosing 5,000 people does not draw 5,000 chips. */
const shownAtFirst = 12;

/**
 * Who is chosen, each with a way out again. Those not among `users`, who have no running lab, are marked, and so are those
 * whom the hub doesn't know.
 */
export function RecipientChips({
  chosen,
  users,
  unknown = [],
  onChange,
}: {
  chosen: readonly string[];
  users: readonly string[];
  unknown?: readonly string[] | undefined;
  onChange: (chosen: string[]) => void;
}) {
  const [unfolded, setUnfolded] = useState(false);
  const running = useMemo(() => new Set(users), [users]);
  const notKnown = useMemo(() => new Set(unknown), [unknown]);
  if (chosen.length === 0) return null;
  const shown = unfolded ? chosen.slice(0, 500) : chosen.slice(0, shownAtFirst);
  const more = chosen.length - shown.length;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <ul aria-label={`${chosen.length} chosen`} className="contents">
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
              !name.startsWith("group:") && <span className="ml-1.5 shrink-0 text-meta">inbox only</span>
            )}
            <button
              type="button"
              aria-label={`Remove ${name}`}
              onClick={() => onChange(chosen.filter((other) => other !== name))}
              className="touch-target inline-flex size-7 shrink-0 items-center justify-center text-meta hover:text-ink pointer-coarse:w-11"
            >
              <Icon name="x" className="size-3.5" />
            </button>
          </li>
        ))}
      </ul>
      {more > 0 && !unfolded && (
        <Button look="quiet" small onClick={() => setUnfolded(true)}>
          {more.toLocaleString("en")} more
        </Button>
      )}
      {more > 0 && unfolded && <span className="text-small text-meta">and {more.toLocaleString("en")} more</span>}
      {chosen.length > 1 && (
        <Button look="quiet" small onClick={() => onChange([])}>
          Remove all
        </Button>
      )}
    </div>
  );
}
