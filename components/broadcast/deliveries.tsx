"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { FailedQuery } from "../http/failed-query.tsx";
import { changeAddress } from "../ui/change-address.ts";
import { FilterChips } from "../ui/filter-chips.tsx";
import { SearchInput } from "../ui/search-input.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useOnDemand } from "../ui/use-on-demand.ts";
import { CopyNames } from "./copy-names.tsx";
import { outcomeLook, outcomeOrder, type Detail, type Outcome } from "./outcome-look.ts";
import { detailsQuery } from "./queries.ts";

const loadTable = async () => (await import("./delivery-table.tsx")).DeliveryTable;

/** Every server of a broadcast, to sort, to filter by outcome and to search. */
export function Deliveries({
  id,
  running,
  total,
  tall = false,
}: {
  id: number;
  running: boolean;
  total: number;
  /** Down to the foot of the window, where nothing else needs the room. */
  tall?: boolean;
}) {
  const query = useQuery(detailsQuery(id, running, total));
  const { data: details } = query;
  const { Loaded: DeliveryTable, failed, fetch } = useOnDemand(loadTable);
  useEffect(() => {
    if (!failed) fetch();
  });
  const params = useSearchParams();
  const chosen = outcomeOrder.find((value) => value === params.get("outcome")) ?? "all";
  // Typed faster than an address changes.
  const [user, setUser] = useState(params.get("user") ?? "");
  if (!details || !DeliveryTable) {
    if (failed) return <Notice tone="error" title="The table could not be fetched. Check your connection." alert />;
    return query.error && !details ? (
      <FailedQuery title="The servers could not be listed" query={query} />
    ) : (
      <Loading />
    );
  }

  const counts = countOutcomes(details);
  // While outcomes come in, the one that is filtered for may become empty; then all are shown.
  const outcome = chosen !== "all" && !counts.has(chosen) ? "all" : chosen;
  const part = user.trim().toLowerCase();
  const shown = details.filter(
    (detail) => (outcome === "all" || detail.outcome === outcome) && detail.username.toLowerCase().includes(part),
  );
  const names = [...new Set(shown.map(({ username }) => username))];
  const chips = [
    { value: "all" as const, word: "All", count: details.length },
    ...outcomeOrder.flatMap((value) => {
      const count = counts.get(value);
      return count === undefined ? [] : [{ value, count, ...outcomeLook[value] }];
    }),
  ];
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <FilterChips
          label="Show"
          value={outcome}
          onChange={(value) => changeAddress({ outcome: value === "all" ? undefined : value })}
          chips={chips}
        />
        <div className="flex flex-wrap items-center gap-2 print:hidden">
          <CopyNames names={names} />
          <SearchInput
            label="Find a user"
            value={user}
            onType={(typed) => {
              setUser(typed);
              changeAddress({ user: typed }, { replace: true });
            }}
            className="h-8 sm:w-44"
          />
        </div>
      </div>
      <DeliveryTable details={details} outcome={outcome} user={user} tall={tall} />
    </div>
  );
}

function Loading() {
  return (
    <div className="flex flex-col gap-2">
      <span className="sr-only">Listing the servers</span>
      <Skeleton className="h-8 w-72 max-w-full" />
      <Skeleton className="h-40" />
    </div>
  );
}

function countOutcomes(details: readonly Detail[]): Map<Outcome, number> {
  const counts = new Map<Outcome, number>();
  for (const { outcome } of details) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return counts;
}
