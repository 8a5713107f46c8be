"use client";

import { useQueryClient, type QueryKey } from "@tanstack/react-query";
import { useEffect, useMemo, type ReactNode } from "react";
import { NowProvider } from "../ui/now.tsx";
import { noteSeen } from "./seen-at.ts";

/** An answer to a query that the server has fetched already. */
export type Seed = readonly [key: QueryKey, data: unknown];

export interface SeededProps {
  /** {@link Seed}s as JSON: what the framework would else take apart and put together value by value, on both sides. */
  seeds: string;
  /** When they were fetched, in ms. */
  fetchedAt: number;
  children: ReactNode;
}

/**
 * Puts what the server fetched for a page into the cache: what is missing there before anything below is drawn, what is
 * older after it. As the library hydrates a whole client, at a quarter of the weight. Ages count from then, as the server drew them.
 */
export function Seeded({ seeds: written, fetchedAt, children }: SeededProps) {
  const queries = useQueryClient();
  const seeds = useMemo(() => JSON.parse(written) as readonly Seed[], [written]);
  useMemo(() => {
    for (const [key, data] of seeds)
      if (queries.getQueryData(key) === undefined) queries.setQueryData(key, data, { updatedAt: fetchedAt });
  }, [queries, seeds, fetchedAt]);
  useEffect(() => {
    noteSeen(fetchedAt);
    for (const [key, data] of seeds)
      if ((queries.getQueryState(key)?.dataUpdatedAt ?? 0) < fetchedAt)
        queries.setQueryData(key, data, { updatedAt: fetchedAt });
  }, [queries, seeds, fetchedAt]);
  return <NowProvider renderedAt={fetchedAt}>{children}</NowProvider>;
}
