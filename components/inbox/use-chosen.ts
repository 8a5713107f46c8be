"use client";

import { useEffect, useState } from "react";
import { announce } from "../ui/announce.ts";
import type { Row } from "./rows.ts";

/** The rows somebody chose, to do something to all of them at once. */
export interface Chosen {
  keys: ReadonlySet<string>;
  /** As they are drawn. */
  rows: Row[];
  /** Chooses one, or no longer; with a range all from the one before to this, which without one is `from`. */
  choose: (key: string, options?: { range?: boolean; from?: string }) => void;
  end: () => void;
}

interface State {
  shown: string;
  keys: ReadonlySet<string>;
  /** Where a range begins. */
  from: string | undefined;
}

const none: ReadonlySet<string> = new Set();

/**
 * @param rows as they are drawn
 * @param shown tells one list from another: in another nothing is chosen
 */
export function useChosen(rows: readonly Row[], shown: string): Chosen {
  const [state, setState] = useState<State>({ shown, keys: none, from: undefined });
  const { keys, from } = state.shown === shown ? state : { keys: none, from: undefined };
  const chosen = keys.size === 0 ? [] : rows.filter(({ key }) => keys.has(key));
  const count = chosen.length;
  useEffect(() => {
    if (count > 0) announce(`${count} chosen.`);
  }, [count]);
  return {
    keys: count === 0 ? none : keys,
    rows: chosen,
    choose(key, { range = false, from: begin } = {}) {
      const next = new Set(keys);
      const all = rows.map((row) => row.key);
      const start = from !== undefined && all.includes(from) && keys.size > 0 ? from : begin;
      if (range && start !== undefined) {
        const [one, other] = [all.indexOf(start), all.indexOf(key)];
        for (const each of all.slice(Math.min(one, other), Math.max(one, other) + 1)) next.add(each);
        return setState({ shown, keys: next, from: start });
      }
      if (!range && next.has(key)) next.delete(key);
      else next.add(key);
      setState({ shown, keys: next, from: key });
    },
    end: () => setState({ shown, keys: none, from: undefined }),
  };
}
