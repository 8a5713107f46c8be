import type { MutationOptions, QueryClient, QueryKey } from "@tanstack/react-query";
import { messageOf } from "../http/request-error.ts";
import { applyChange, type Effect, type ListChange } from "./list-updates.ts";
import { clearOnServer, markOnServer, muteOnServer, undoOnServer, type Target } from "./inbox-requests.ts";
import { inboxKey, inboxQuery } from "./queries.ts";
import { refreshSoon } from "./refresh-soon.ts";
import { plain, sentence } from "#lib/inbox/sentence.ts";
import { addCleared, lastUndoable, removeCleared, type UndoHistory } from "./undo-history.ts";
import type { Hold } from "./use-hold.ts";

/** Something to do on the server; what it will do to the lists is done to them at once. */
export interface Work {
  change?: ListChange;
  run: () => Promise<void>;
  /** What to say should it fail, before the reason. */
  failed: string;
  /** Whether the lists then have more to show, or less, than could be told here. */
  refresh: boolean;
}

/**
 * How work is done: the lists first, then the server; where that refuses, the lists are as before.
 * @param onFailure is told why the last one failed, and with nothing that another has begun
 */
export function workOptions(
  queries: QueryClient,
  onFailure: (words: string | undefined) => void,
): MutationOptions<void, Error, Work, { before: [QueryKey, unknown][] }> {
  return {
    mutationKey: inboxKey,
    // One after the other: an undo takes back the clear before it, also while that is on its way.
    scope: { id: "inbox" },
    // Offline it fails at once; a paused one would look done.
    networkMode: "always",
    mutationFn: ({ run }) => run(),
    onMutate: async ({ change }) => {
      onFailure(undefined);
      await queries.cancelQueries({ queryKey: inboxKey });
      const before = queries.getQueriesData({ queryKey: inboxKey });
      if (change) applyChange(queries, change);
      return { before };
    },
    onError: (error, { failed }, done) => {
      for (const [key, data] of done?.before ?? []) queries.setQueryData(key, data);
      onFailure(`${failed} ${messageOf(error)}`);
    },
    onSettled: (_done, error, { refresh }) => {
      if (refresh || error) refreshSoon(queries);
    },
  };
}

/** What a person can do to their inbox. */
export interface InboxChanges {
  clear: (target: Target) => void;
  mark: (target: Target, read: boolean) => void;
  undo: () => void;
  mute: (origin: string, muted: boolean) => void;
}

export interface InboxChangesOptions {
  queries: QueryClient;
  history: UndoHistory;
  /** What they have not been shown yet, which nothing here touches. */
  hold: Hold | undefined;
  /** Does work by {@link workOptions}. */
  start: (work: Work) => void;
}

/** Makes work of what a person does. */
export function inboxChanges({ queries, history, hold, start }: InboxChangesOptions): InboxChanges {
  const inbox = () => queries.getQueryData(inboxQuery.queryKey);
  const asOf = () => hold?.asOf ?? inbox()?.asOf ?? "";
  const changeOf = (target: Target, effect: Effect): ListChange => {
    if ("row" in target) {
      const ids = new Set(target.row.all.map(({ id }) => id));
      return { effect, covers: ({ id }) => ids.has(id) };
    }
    const { origin } = target;
    return {
      effect,
      scope: { origin },
      covers: (item) => (origin === undefined || item.origin === origin) && item.id <= (hold?.newest ?? Infinity),
    };
  };
  const countOf = (only: string | undefined) => {
    const shown = inbox()?.origins.filter(({ origin, muted }) => (only === undefined ? !muted : origin === only)) ?? [];
    return shown.reduce((sum, { total }) => sum + total, 0).toLocaleString("en");
  };

  return {
    clear(target) {
      const token = asOf();
      const words =
        "row" in target
          ? `Cleared ${nameOf(target)}`
          : `Cleared ${countOf(target.origin)}${target.origin === undefined ? "" : ` in ${target.origin}`}`;
      start({
        change: changeOf(target, "clear"),
        run: async () => addCleared(history, { tokens: await clearOnServer(target, token), words, at: Date.now() }),
        failed: `${nameOf(target)} could not be cleared.`,
        refresh: true,
      });
    },
    mark(target, read) {
      const token = asOf();
      start({
        change: changeOf(target, read ? "read" : "unread"),
        run: () => markOnServer(target, token, read),
        failed: `${nameOf(target)} could not be marked ${read ? "read" : "unread"}.`,
        refresh: !("row" in target),
      });
    },
    undo() {
      start({
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
      start({
        run: () => muteOnServer(origin, muted),
        failed: `${origin} could not be ${muted ? "muted" : "unmuted"}.`,
        refresh: true,
      }),
  };
}

const nameOf = (target: Target) =>
  "row" in target ? `“${plain(sentence(target.row.newest))}”` : (target.origin ?? "The inbox");
