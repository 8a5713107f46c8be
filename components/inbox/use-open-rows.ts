"use client";

import { useState } from "react";
import type { Row } from "./rows.ts";

/** Which rows are open: one that shows its details, and any bursts. */
export interface OpenRows {
  isOpen: (row: Row) => boolean;
  toggle: (row: Row) => void;
  close: () => void;
  /** Rows as they are drawn: those of an open burst come after it. */
  drawn: (rows: readonly Row[]) => Row[];
}

export function useOpenRows(): OpenRows {
  const [detailed, setDetailed] = useState<string>();
  const [bursts, setBursts] = useState<ReadonlySet<string>>(new Set());
  const isOpen = ({ key, members }: Row) => (members ? bursts.has(key) : key === detailed);
  return {
    isOpen,
    toggle({ key, members }) {
      if (!members) return setDetailed((open) => (open === key ? undefined : key));
      setBursts((open) =>
        open.has(key) ? new Set([...open].filter((each) => each !== key)) : new Set([...open, key]),
      );
    },
    close: () => setDetailed(undefined),
    drawn: (rows) => rows.flatMap((row) => (row.members && isOpen(row) ? [row, ...row.members] : [row])),
  };
}
