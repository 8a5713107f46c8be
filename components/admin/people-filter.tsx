"use client";

import { useRouter } from "next/navigation";
import { useOptimistic, useTransition } from "react";
import type { PeopleShown } from "#lib/people/schema.ts";
import { FilterChips } from "../ui/filter-chips.tsx";
import { listAddress } from "./list-address.ts";

const words: Record<PeopleShown, string> = { all: "All", admins: "Admins", disabled: "Disabled" };
const views = ["all", "admins", "disabled"] as const;

/** Which people the list shows. */
export function PeopleFilter({
  show,
  find,
  counts,
}: {
  show: PeopleShown;
  find: string;
  counts: Record<PeopleShown, number>;
}) {
  const router = useRouter();
  const [, startTransition] = useTransition();
  const [chosen, choose] = useOptimistic(show);
  return (
    <FilterChips
      label="Which people"
      value={chosen}
      chips={views.map((value) => ({ value, word: words[value], count: counts[value] }))}
      onChange={(value) =>
        startTransition(() => {
          choose(value);
          router.replace(listAddress("/admin/people", { find, ...(value !== "all" && { show: value }) }), {
            scroll: false,
          });
        })
      }
    />
  );
}
