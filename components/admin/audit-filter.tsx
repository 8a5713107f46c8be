"use client";

import { useRouter } from "next/navigation";
import { useOptimistic, useTransition } from "react";
import type { AuditArea, AuditSince } from "#lib/audit/schema.ts";
import { FilterChips } from "../ui/filter-chips.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { auditParams } from "./audit-params.ts";
import { listAddress } from "./list-address.ts";

const areaWords: Record<AuditArea, string> = {
  all: "All",
  broadcasts: "Broadcasts",
  tokens: "Tokens",
  origins: "Origins",
  accounts: "Accounts",
  "sign-ins": "Sign-ins",
};
const sinceWords: Record<AuditSince, string> = { day: "24 h", week: "7 d", month: "30 d", all: "All" };
const areas = ["all", "broadcasts", "tokens", "origins", "accounts", "sign-ins"] as const;
const times = ["day", "week", "month", "all"] as const;

/** Which entries of the audit log are shown: what was done, and since when. */
export function AuditFilter({
  area,
  since,
  find,
  counts,
}: {
  area: AuditArea;
  since: AuditSince;
  find: string;
  counts: Record<AuditArea, number>;
}) {
  const router = useRouter();
  const [, startTransition] = useTransition();
  const [chosen, choose] = useOptimistic({ area, since });
  const show = (next: typeof chosen) =>
    startTransition(() => {
      choose(next);
      router.replace(listAddress("/admin/audit", { find, ...auditParams(next) }), { scroll: false });
    });
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <FilterChips
        label="What was done"
        value={chosen.area}
        chips={areas.map((value) => ({ value, word: areaWords[value], count: counts[value] }))}
        onChange={(value) => show({ ...chosen, area: value })}
      />
      <Segmented
        label="Since when"
        value={chosen.since}
        options={times.map((value) => ({ value, word: sinceWords[value] }))}
        onChange={(value) => show({ ...chosen, since: value })}
      />
    </div>
  );
}
