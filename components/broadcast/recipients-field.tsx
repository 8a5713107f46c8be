"use client";

import { memo, useEffect, useId, useMemo } from "react";
import { FieldGroup } from "../ui/field-group.tsx";
import { Notice } from "../ui/notice.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { useOnDemand } from "../ui/use-on-demand.ts";
import type { Audience } from "./draft.ts";
import type { ActiveLab } from "./queries.ts";
import { PeopleByLabs } from "./people-by-labs.tsx";
import { RecipientChips } from "./recipient-chips.tsx";

const loadPicker = async () => (await import("./recipient-picker.tsx")).RecipientPicker;

const audiences = [
  { value: "all", word: "All" },
  { value: "chosen", word: "Chosen" },
  { value: "but", word: "All but" },
] as const;

export interface RecipientsFieldProps extends Audience {
  labs: readonly ActiveLab[];
  /** Which of the names the hub doesn't know, as far as it was asked. The same array until that changes. */
  unknown: readonly string[];
  /** Why the hub could not be asked. */
  failure: string | undefined;
  onChange: (change: Partial<Audience>) => void;
}

/**
 * Whom it is for: everybody, chosen people, or all but some. A chosen one without a running lab gets the copy in their inbox alone;
 * one whom the hub doesn't know gets nothing, and is marked.
 * Drawn again only when something of its own changes, so that typing a message stays light with 5,000 chosen.
 */
export const RecipientsField = memo(function RecipientsField({
  audience,
  chosen,
  leftOut,
  labs,
  unknown,
  failure,
  onChange,
}: RecipientsFieldProps) {
  const id = useId();
  const { Loaded: RecipientPicker, failed, fetch } = useOnDemand(loadPicker);
  useEffect(() => {
    if (audience !== "all" && !failed) fetch();
  });
  const users = useMemo(() => [...new Set(labs.map(({ username }) => username))].sort(), [labs]);
  const [names, change] =
    audience === "but"
      ? [leftOut, (next: string[]) => onChange({ leftOut: next })]
      : [chosen, (next: string[]) => onChange({ chosen: next })];
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
        {audience === "but" && (
          <span className="text-small text-meta">Everybody whom the hub knows, without those below</span>
        )}
      </div>
      {audience !== "all" && (
        <div className="mt-1 flex flex-col gap-2">
          <RecipientChips
            names={names}
            as={audience === "but" ? "left out" : "chosen"}
            users={users}
            unknown={unknown}
            onChange={change}
          />
          {audience === "chosen" && leftOut.length > 0 && (
            <div className="flex flex-wrap items-center gap-1.5">
              <span className="text-small text-meta">but not</span>
              <RecipientChips
                names={leftOut}
                as="left out"
                users={users}
                unknown={unknown}
                onChange={(next) => onChange({ leftOut: next })}
              />
            </div>
          )}
          {failure !== undefined && <Notice tone="warning" title={failure} alert />}
          {RecipientPicker ? (
            <RecipientPicker chosen={names} users={users} onChange={change} />
          ) : failed ? (
            <Notice tone="error" title="The list of users could not be fetched. Check your connection." alert />
          ) : (
            <Skeleton className="h-76" />
          )}
          {users.length > 0 && (
            <PeopleByLabs
              labs={labs}
              verb={audience === "but" ? "Leave out" : "Choose"}
              onPick={(people) => change([...new Set([...names, ...people])])}
            />
          )}
        </div>
      )}
    </FieldGroup>
  );
});
