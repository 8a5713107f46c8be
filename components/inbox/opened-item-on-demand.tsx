"use client";

import { useEffect } from "react";
import { useOnDemand } from "../ui/use-on-demand.ts";
import type { OpenedItemProps } from "./opened-item.tsx";

const load = async () => (await import("./opened-item.tsx")).OpenedItem;

/** The notification that the address names. Few addresses name one, so what draws it is fetched for those. */
export function OpenedItemOnDemand(props: OpenedItemProps) {
  const { Loaded: OpenedItem, failed, fetch } = useOnDemand(load);
  useEffect(() => {
    if (!failed) fetch();
  });
  if (OpenedItem) return <OpenedItem {...props} />;
  return (
    failed && (
      <p role="alert" className="mb-4 text-center text-error">
        The notification could not be fetched. Check your connection, and load the page again.
      </p>
    )
  );
}
