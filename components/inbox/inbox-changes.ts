import { MutationObserver, type MutationOptions, type QueryClient, type QueryKey } from "@tanstack/react-query";
import type { Notification } from "#lib/inbox/schema.ts";
import { messageOf, RequestError } from "../http/request-error.ts";
import { announce } from "../ui/announce.ts";
import { rowSentence } from "./burst-words.ts";
import { applyChange, type Effect, type ListChange } from "./list-updates.ts";
import {
  changeOnServer,
  clearOnServer,
  itemsOf,
  markOnServer,
  muteOnServer,
  undoOnServer,
  type Target,
} from "./inbox-requests.ts";
import { inboxKey, inboxQuery } from "./queries.ts";
import { refreshSoon } from "./refresh-soon.ts";
import type { Row } from "./rows.ts";
import { plain } from "#lib/inbox/sentence.ts";
import { addDone, lastUndoable, removeDone, type Done, type UndoHistory } from "./undo-history.ts";
import type { Hold } from "./use-hold.ts";
import { isFiltered } from "./view.ts";
import { whatIsShown } from "./what-is-shown.ts";
import { grouped } from "#lib/grouped.ts";

/** Something to do on the server; what it will do to the lists is done to them at once. */
interface Work {
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
function workOptions(
  queries: QueryClient,
  onFailure: (words: string | undefined) => void,
): MutationOptions<void, Error, Work, { before: [QueryKey, unknown][]; stopped: boolean }> {
  return {
    mutationKey: inboxKey,
    // One after the other: an undo takes back the clear before it, also while that is on its way.
    scope: { id: "inbox" },
    // Offline it fails at once; a paused one would look done.
    networkMode: "always",
    mutationFn: ({ run }) => run(),
    // An undo is refused for a later clear of the same: if that took nothing, another window is just taking it back.
    retry: (failures, error) => failures < 5 && error instanceof RequestError && error.status === 409,
    retryDelay: 600,
    onMutate: async ({ change }) => {
      onFailure(undefined);
      const stopped = queries.isFetching({ queryKey: inboxKey }) > 0;
      await queries.cancelQueries({ queryKey: inboxKey });
      const before = queries.getQueriesData({ queryKey: inboxKey });
      if (change) applyChange(queries, change);
      return { before, stopped };
    },
    onError: (error, { failed }, done) => {
      for (const [key, data] of done?.before ?? []) queries.setQueryData(key, data);
      onFailure(`${failed} ${messageOf(error)}`);
    },
    onSettled: (_done, error, { refresh }, begun) => {
      if (refresh || error || begun?.stopped) refreshSoon(queries);
    },
  };
}

/** Does work by {@link workOptions}; what became of it is told to `onFailure`. */
function doWork(queries: QueryClient, work: Work, onFailure: (words: string | undefined) => void): void {
  const observer = new MutationObserver(queries, workOptions(queries, onFailure));
  void observer.mutate(work).catch(() => undefined);
}

/** What a person can do to their inbox. */
export interface InboxChanges {
  clear: (target: Target) => void;
  /** Marks read; rows also unread. */
  mark: (target: Target) => void;
  markUnread: (rows: readonly Row[]) => void;
  /** Keeps rows through every clear, and brings back what was cleared of them; or ends that. */
  keep: (rows: readonly Row[], kept: boolean) => void;
  undo: () => void;
  mute: (origin: string, muted: boolean) => void;
}

export interface InboxChangesOptions {
  queries: QueryClient;
  history: UndoHistory;
  /** What they were shown; nothing here touches what came later. */
  shown: Hold;
  /** Is told why the last change failed, and with nothing that another has begun. */
  onFailure: (words: string | undefined) => void;
}

/** Makes work of what a person does. */
export function inboxChanges({
  queries,
  history,
  shown: { asOf, newest },
  onFailure,
}: InboxChangesOptions): InboxChanges {
  const start = (work: Work) => doWork(queries, work, onFailure);
  const changeOf = (target: Target, effect: Effect): ListChange => {
    // What is kept stays through a clear.
    const may = (item: Notification) => effect !== "clear" || !item.kept;
    if ("rows" in target || isFiltered(target.view)) {
      const listed = "rows" in target ? itemsOf(target.rows) : target.listed.filter(({ id }) => id <= newest);
      const ids = new Set(listed.filter(may).map(({ id }) => id));
      return { effect, covers: ({ id }) => ids.has(id) };
    }
    const { origin } = target.view;
    const muted = new Set(
      queries.getQueryData(inboxQuery.queryKey)?.origins.flatMap(({ origin: name, muted }) => (muted ? [name] : [])),
    );
    const isIn = (item: Notification) => (origin === undefined ? !muted.has(item.origin) : item.origin === origin);
    return { effect, scope: { origin }, covers: (item) => isIn(item) && item.id <= newest && may(item) };
  };
  const done = (entry: Omit<Done, "at">) => addDone(history, { ...entry, at: Date.now() });

  return {
    clear(target) {
      if ("rows" in target && itemsOf(target.rows).every(({ kept }) => kept))
        return announce("That is kept: no clear takes it.");
      start({
        change: changeOf(target, "clear"),
        run: async () => {
          const { tokens, count } = await clearOnServer(target, asOf);
          if (count > 0) return done({ tokens, words: `Cleared ${whatWas(target, count)}` });
          // One that took nothing would stand in the way of undoing one before it, which another window may offer.
          await undoOnServer(tokens);
          announce("There was nothing left to clear.");
        },
        failed: `${nameOf(target)} could not be cleared.`,
        refresh: true,
      });
    },
    mark(target) {
      const alone = "rows" in target && target.rows.length === 1;
      start({
        change: changeOf(target, "read"),
        run: async () => {
          const { tokens, count } = await markOnServer(target, asOf);
          if (alone) announce("Marked read.");
          else if (count > 0) done({ tokens, words: `Marked ${whatWas(target, count)} read` });
          else announce("All of it was read already.");
        },
        failed: `${nameOf(target)} could not be marked read.`,
        refresh: !alone,
      });
    },
    markUnread(rows) {
      start({
        change: changeOf({ rows }, "unread"),
        run: async () => {
          await changeOnServer(rows, { read: false });
          announce("Marked unread.");
        },
        failed: `${nameOf({ rows })} could not be marked unread.`,
        refresh: false,
      });
    },
    keep(rows, kept) {
      start({
        change: changeOf({ rows }, kept ? "keep" : "let go"),
        run: async () => {
          await changeOnServer(rows, { kept });
          announce(kept ? "Kept. No clear takes it." : "No longer kept. The next clear takes it.");
        },
        failed: `${nameOf({ rows })} could not be ${kept ? "kept" : "let go"}.`,
        refresh: true,
      });
    },
    undo() {
      start({
        run: async () => {
          const last = lastUndoable(history.get(), Date.now());
          if (!last) return announce("There is nothing to undo.");
          if (last.muting) await muteOnServer(last.muting.origin, !last.muting.muted);
          await undoOnServer(last.tokens);
          removeDone(history, last);
          announce("Undone.");
        },
        failed: "That could not be undone.",
        refresh: true,
      });
    },
    mute: (origin, muted) =>
      start({
        run: async () => {
          await muteOnServer(origin, muted);
          done({ tokens: [], muting: { origin, muted }, words: `${muted ? "Muted" : "Unmuted"} ${origin}` });
        },
        failed: `${origin} could not be ${muted ? "muted" : "unmuted"}.`,
        refresh: true,
      }),
  };
}

const quoted = (row: Row) => `“${plain(rowSentence(row))}”`;

function nameOf(target: Target): string {
  if ("rows" in target) {
    const [only, ...more] = target.rows;
    return only && more.length === 0 ? quoted(only) : "What is chosen";
  }
  if (isFiltered(target.view)) return "What is shown";
  return target.view.origin ?? "The inbox";
}

/** What was cleared or marked, in words. */
function whatWas(target: Target, count: number): string {
  if (!("rows" in target)) return whatIsShown(target.view, count);
  const [only, ...more] = target.rows;
  return only && more.length === 0 ? quoted(only) : grouped(count);
}
