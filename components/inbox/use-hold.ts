"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type RefObject } from "react";
import { loaded } from "./listed.ts";
import { inboxQuery } from "./queries.ts";

/** What a person who has scrolled down was shown; what came later waits until they are back at the top. */
export interface Hold {
  asOf: string;
  /** The id of the newest. */
  newest: number;
}

/** Holds back what arrives while the top of the list, marked by an element, is out of sight. */
export function useHold(top: RefObject<HTMLElement | null>): Hold | undefined {
  const queries = useQueryClient();
  const [hold, setHold] = useState<Hold>();
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      const inbox = queries.getQueryData(inboxQuery.queryKey);
      const newest = loaded(queries).reduce((newest, { id }) => Math.max(newest, id), 0);
      setHold(entries.at(-1)?.isIntersecting || !inbox ? undefined : { asOf: inbox.asOf, newest });
    });
    if (top.current) observer.observe(top.current);
    return () => observer.disconnect();
  }, [queries, top]);
  return hold;
}
