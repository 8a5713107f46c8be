"use client";

import { useQueryClient, type MutationOptions, type QueryKey } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "../http/request-json.ts";
import { clearOnServer, markOnServer, muteOnServer, undoOnServer, type Target } from "./actions.ts";
import { applyChange, type Change, type Fate } from "./apply.ts";
import { inboxKey, inboxQuery } from "./queries.ts";
import { refreshSoon } from "./refresh.ts";
import { plain, sentence } from "./sentence.ts";
import { addCleared, lastUndoable, removeCleared, undoHistory } from "./undo-history.ts";
import type { Hold } from "./use-hold.ts";

/** Something to do on the server; what it will do to the lists is done to them at once. */
interface Work {
  change?: Change;
  run: () => Promise<void>;
  /** What to say should it fail, before the reason. */
  failed: string;
  /** Whether the lists then have more to show, or less, than could be told here. */
  refresh: boolean;
}

export interface Changes {
  clear: (target: Target) => void;
  mark: (target: Target, read: boolean) => void;
  undo: () => void;
  mute: (origin: string, muted: boolean) => void;
  /** Why the last one failed. */
  failure: string | undefined;
  forgetFailure: () => void;
}

/** What a person can do to their inbox. @param hold what they have not been shown yet, which nothing here touches */
export function useChanges(person: string, hold: Hold | undefined): Changes {
  const queries = useQueryClient();
  const [failure, setFailure] = useState<string>();
  const history = undoHistory(person);

  const options: MutationOptions<void, Error, Work, { before: [QueryKey, unknown][] }> = {
    mutationKey: inboxKey,
    // One after the other: an undo takes back the clear before it, also while that is on its way.
    scope: { id: "inbox" },
    // Offline it fails at once; a paused one would look done.
    networkMode: "always",
    mutationFn: ({ run }: Work) => run(),
    onMutate: async ({ change }) => {
      setFailure(undefined);
      await queries.cancelQueries({ queryKey: inboxKey });
      const before = queries.getQueriesData({ queryKey: inboxKey });
      if (change) applyChange(queries, change);
      return { before };
    },
    onError: (error, { failed }, done) => {
      for (const [key, data] of done?.before ?? []) queries.setQueryData(key, data);
      setFailure(`${failed} ${messageOf(error)}`);
    },
    onSettled: (_done, error, { refresh }) => {
      if (refresh || error) refreshSoon(queries);
    },
  };
  // As useMutation does, without an observer: nothing here watches a single one. A failure was told by then.
  const mutate = (work: Work) =>
    void queries
      .getMutationCache()
      .build(queries, options)
      .execute(work)
      .catch(() => undefined);

  const asOf = () => hold?.asOf ?? queries.getQueryData(inboxQuery.queryKey)?.asOf ?? "";
  const changeOf = (target: Target, fate: Fate): Change => {
    if ("row" in target) {
      const ids = new Set(target.row.all.map(({ id }) => id));
      return { fate, covers: ({ id }) => ids.has(id) };
    }
    const { origin } = target;
    return {
      fate,
      scope: { origin },
      covers: (item) => (origin === undefined || item.origin === origin) && item.id <= (hold?.newest ?? Infinity),
    };
  };
  const nameOf = (target: Target) =>
    "row" in target ? `“${plain(sentence(target.row.newest))}”` : (target.origin ?? "The inbox");

  return {
    clear(target) {
      const token = asOf();
      const words =
        "row" in target
          ? `Cleared ${nameOf(target)}`
          : `Cleared ${countOf(queries.getQueryData(inboxQuery.queryKey)?.origins ?? [], target.origin)}${target.origin === undefined ? "" : ` in ${target.origin}`}`;
      mutate({
        change: changeOf(target, "clear"),
        run: async () => addCleared(history, { tokens: await clearOnServer(target, token), words, at: Date.now() }),
        failed: `${nameOf(target)} could not be cleared.`,
        refresh: true,
      });
    },
    mark(target, read) {
      const token = asOf();
      mutate({
        change: changeOf(target, read ? "read" : "unread"),
        run: () => markOnServer(target, token, read),
        failed: `${nameOf(target)} could not be marked ${read ? "read" : "unread"}.`,
        refresh: !("row" in target),
      });
    },
    undo() {
      mutate({
        run: async () => {
          const last = lastUndoable(history.get(), Date.now());
          if (!last) return;
          await undoOnServer(last.tokens);
          removeCleared(history, last);
        },
        failed: "That could not be undone.",
        refresh: true,
      });
    },
    mute: (origin, muted) =>
      mutate({
        run: () => muteOnServer(origin, muted),
        failed: `${origin} could not be ${muted ? "muted" : "unmuted"}.`,
        refresh: true,
      }),
    failure,
    forgetFailure: () => setFailure(undefined),
  };
}

function countOf(origins: { origin: string; total: number; muted: boolean }[], only: string | undefined): string {
  const shown = origins.filter(({ origin, muted }) => (only === undefined ? !muted : origin === only));
  return shown.reduce((sum, { total }) => sum + total, 0).toLocaleString("en");
}
