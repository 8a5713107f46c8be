"use client";

import { useCallback, useEffect, useMemo, useRef, useState, type Dispatch, type SetStateAction } from "react";
import { emptyDraft, type Draft } from "./draft.ts";
import { draftFrom, isWritten, keptDraft } from "./kept-draft.ts";

const quietMs = 300;

export interface DraftState {
  draft: Draft;
  setDraft: Dispatch<SetStateAction<Draft>>;
  /** Whether it was written before this page was opened. */
  restored: boolean;
  /** Empties the form. */
  discard: () => void;
  /** Puts what was kept back on the form. */
  takeBack: () => void;
}

/**
 * What is on the form. It is kept in this browser until it is sent or discarded, or its person signs out, so that leaving
 * the page or loading it again loses nothing.
 * @param away whether something else is on the form for the moment, which is not kept
 */
export function useDraft(person: string, away: boolean): DraftState {
  const [draft, setDraft] = useState(emptyDraft);
  const [restored, setRestored] = useState(false);
  const kept = useMemo(() => keptDraft(person), [person]);
  const latest = useRef<Draft>(undefined);

  const takeBack = useCallback(() => setDraft(draftFrom(kept.get()) ?? emptyDraft), [kept]);

  useEffect(() => {
    const found = draftFrom(kept.get());
    if (!found) return;
    setDraft((now) => (isWritten(now) ? now : found));
    setRestored(true);
  }, [kept]);

  useEffect(() => {
    // The first is what every page begins with, before what was kept is back.
    if (away || draft === emptyDraft) return;
    latest.current = draft;
    const write = () => {
      if (!latest.current) return;
      kept.set(isWritten(latest.current) ? latest.current : undefined);
      latest.current = undefined;
    };
    const timer = setTimeout(write, quietMs);
    window.addEventListener("pagehide", write);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", write);
    };
  }, [away, draft, kept]);

  // Leaving for another page of ours, within the pause.
  useEffect(
    () => () => {
      if (latest.current) kept.set(isWritten(latest.current) ? latest.current : undefined);
    },
    [kept],
  );

  const discard = useCallback(() => {
    latest.current = undefined;
    kept.set(undefined);
    setRestored(false);
    setDraft(emptyDraft);
  }, [kept]);
  return { draft, setDraft, restored: restored && isWritten(draft), discard, takeBack };
}
