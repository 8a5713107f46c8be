"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { InboxChanges } from "./inbox-changes.ts";
import { inboxQuery } from "./queries.ts";
import { undoHistory } from "./undo-history.ts";
import type { Hold } from "./use-hold.ts";

export interface InboxChangesState extends InboxChanges {
  /** Why the last one failed. */
  failure: string | undefined;
  forgetFailure: () => void;
}

const load = () => import("./inbox-changes.ts");

/** Fetches what makes changes, for a hand that is near. A fetch that fails is tried again with the first change. */
export const fetchChanges = () => void load().catch(() => undefined);

/** What a person can do to their inbox. @param hold what they have not been shown yet, which nothing here touches */
export function useInboxChanges(person: string, hold: Hold | undefined): InboxChangesState {
  const queries = useQueryClient();
  const [failure, setFailure] = useState<string>();
  const change = (make: (changes: InboxChanges) => void) => {
    // As it is when the button is pressed, whatever arrives before the change is made.
    const shown = hold ?? { asOf: queries.getQueryData(inboxQuery.queryKey)?.asOf ?? "", newest: Infinity };
    load().then(
      ({ inboxChanges }) => make(inboxChanges({ queries, history: undoHistory(person), shown, onFailure: setFailure })),
      () => setFailure("That could not be done. Check your connection."),
    );
  };
  return {
    clear: (target) => change((changes) => changes.clear(target)),
    mark: (target) => change((changes) => changes.mark(target)),
    markUnread: (rows) => change((changes) => changes.markUnread(rows)),
    keep: (rows, kept) => change((changes) => changes.keep(rows, kept)),
    undo: () => change((changes) => changes.undo()),
    mute: (origin, muted) => change((changes) => changes.mute(origin, muted)),
    failure,
    forgetFailure: () => setFailure(undefined),
  };
}
