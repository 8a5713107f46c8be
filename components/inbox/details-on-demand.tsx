"use client";

import { useLayoutEffect } from "react";
import { useOnDemand } from "../ui/use-on-demand.ts";
import type { RowDetailsProps } from "./row-details.tsx";

const load = async () => (await import("./row-details.tsx")).RowDetails;

/** Fetches what draws details, for a hand that is near the list. A fetch that fails is tried again when a row opens. */
export const fetchDetails = () => void load().catch(() => undefined);

/** The details of a row, whose drawing is fetched when it is first wanted. */
export function DetailsOnDemand(props: RowDetailsProps) {
  const { Loaded: RowDetails, failed, fetch } = useOnDemand(load);
  useLayoutEffect(() => {
    if (!failed) fetch();
  });
  if (RowDetails) return <RowDetails {...props} />;
  return (
    <div id={props.id} role="status" className="min-h-12 bg-hover px-4 py-3 text-small text-meta sm:pl-16">
      {failed && "The details could not be fetched. Check your connection, and open this again."}
    </div>
  );
}
