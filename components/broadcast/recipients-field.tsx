"use client";

import { memo, useEffect, useId, useMemo } from "react";
import { FieldGroup } from "../ui/field-group.tsx";
import { Notice } from "../ui/notice.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useOnDemand } from "../ui/use-on-demand.ts";
import type { Draft } from "./draft.ts";
import type { ActiveLab } from "./queries.ts";
import { RecipientChips } from "./recipient-chips.tsx";

const loadPicker = async () => (await import("./recipient-picker.tsx")).RecipientPicker;

const audiences = [
  { value: "all", word: "All" },
  { value: "chosen", word: "Chosen" },
] as const;

export interface RecipientsFieldProps {
  audience: Draft["audience"];
  chosen: readonly string[];
  labs: readonly ActiveLab[];
  /** Which of the chosen the hub doesn't know; nothing until it was asked. */
  unknown: readonly string[] | undefined;
  /** Why the hub could not be asked. */
  failure: string | undefined;
  onChange: (change: Partial<Pick<Draft, "audience" | "chosen">>) => void;
}

/**
 * Whom it is for: everybody, or chosen people. A chosen one without a running lab gets the copy in their inbox alone;
 * one whom the hub doesn't know gets nothing, and is marked.
 * Drawn again only when something of its own changes, so that typing a message stays light with 5,000 chosen.
 */
export const RecipientsField = memo(function RecipientsField({
  audience,
  chosen,
  labs,
  unknown,
  failure,
  onChange,
}: RecipientsFieldProps) {
  const id = useId();
  const { Loaded: RecipientPicker, failed, fetch } = useOnDemand(loadPicker);
  useEffect(() => {
    if (audience === "chosen" && !failed) fetch();
  });
  const users = useMemo(() => [...new Set(labs.map(({ username }) => username))].sort(), [labs]);
  return (
    <FieldGroup label="Recipients" labelId={id}>
      <div onPointerEnter={fetch} onFocus={fetch} className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Segmented
          labelledBy={id}
          value={audience}
          onChange={(value) => onChange({ audience: value })}
          options={audiences}
        />
        {audience === "all" && <span className="text-small text-meta">Every running lab, and everybody’s inbox</span>}
      </div>
      {audience === "chosen" && (
        <div className="mt-1 flex flex-col gap-2">
          <RecipientChips
            chosen={chosen}
            users={users}
            unknown={unknown}
            onChange={(names) => onChange({ chosen: names })}
          />
          {failure !== undefined && <Notice tone="warning" title={failure} alert />}
          {RecipientPicker ? (
            <RecipientPicker chosen={chosen} users={users} onChange={(names) => onChange({ chosen: names })} />
          ) : failed ? (
            <Notice tone="error" title="The list of users could not be fetched. Check your connection." alert />
          ) : (
            <Skeleton className="h-76" />
          )}
        </div>
      )}
    </FieldGroup>
  );
});
