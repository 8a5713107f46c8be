"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { inboxChanges, workOptions, type InboxChanges } from "./inbox-changes.ts";
import { undoHistory } from "./undo-history.ts";
import type { Hold } from "./use-hold.ts";

export interface InboxChangesState extends InboxChanges {
  /** Why the last one failed. */
  failure: string | undefined;
  forgetFailure: () => void;
}

/** What a person can do to their inbox. @param hold what they have not been shown yet, which nothing here touches */
export function useInboxChanges(person: string, hold: Hold | undefined): InboxChangesState {
  const queries = useQueryClient();
  const [failure, setFailure] = useState<string>();
  const { mutate } = useMutation(workOptions(queries, setFailure));
  return {
    ...inboxChanges({ queries, history: undoHistory(person), hold, start: mutate }),
    failure,
    forgetFailure: () => setFailure(undefined),
  };
}
