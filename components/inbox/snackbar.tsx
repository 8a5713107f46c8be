"use client";

import { useEffect, useState } from "react";
import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";
import { Quoted } from "../ui/quoted.tsx";

/** Long enough to read and reach; the key and the empty list's Undo stay. */
const shownMs = 10_000;

export interface SnackbarProps {
  /** What was done, and the moment of it in ms. */
  done: { words: string; at: number } | undefined;
  onUndo: () => void;
  /** Whether the way back stands elsewhere on the page: then it is only said. */
  quiet: boolean;
  failure: string | undefined;
  onForgetFailure: () => void;
}

/** What became of the last thing a person did: done, with a way back, or failed, with the reason. */
export function Snackbar({ done, onUndo, quiet, failure, onForgetFailure }: SnackbarProps) {
  // What was done before the page was opened is no news.
  const [over, setOver] = useState(() => Date.now());
  const [held, setHeld] = useState(false);
  const shown = done && done.at > over ? done : undefined;
  const at = shown?.at;

  useEffect(() => {
    if (at === undefined || held) return;
    const timer = setTimeout(() => setOver(at), Math.max(0, at + shownMs - Date.now()));
    return () => clearTimeout(timer);
  }, [at, held]);

  const frame =
    "pointer-events-auto flex max-w-full animate-rise sm:max-w-xl items-center gap-2 rounded-card border border-line bg-surface py-1 pr-1 pl-4 shadow-popup";
  const button = "touch-target inline-flex h-9 shrink-0 items-center rounded-control px-3 font-medium hover:bg-hover";
  return (
    <div className="pointer-events-none fixed inset-x-4 bottom-18 z-30 flex flex-col items-center gap-2 sm:bottom-6">
      <div role="alert" className="contents">
        {failure !== undefined && (
          <div className={cx(frame, "py-2")}>
            <Icon name="circle-x" className="size-4.5 shrink-0 text-error" />
            <p className="min-w-0">
              <Quoted words={failure} />
            </p>
            <button type="button" aria-label="Close" onClick={onForgetFailure} className={button}>
              <Icon name="x" className="size-4" />
            </button>
          </div>
        )}
      </div>
      <div
        role="status"
        className="contents"
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
      >
        {shown && quiet && <p className="sr-only">{shown.words}</p>}
        {shown && !quiet && (
          <div className={frame}>
            <p className="min-w-0 truncate">
              <Quoted words={shown.words} />
            </p>
            <button type="button" onClick={onUndo} className={button}>
              Undo
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
