"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { useNow } from "../ui/now.tsx";
import { useStore } from "../ui/use-store.ts";
import { fetchDetails } from "./details-on-demand.tsx";
import { FailedList } from "./failed-list.tsx";
import { Groups } from "./groups.tsx";
import { unreadIn } from "./inbox.ts";
import { ListSkeleton } from "./list-skeleton.tsx";
import { LoadMore } from "./load-more.tsx";
import { NewPill } from "./new-pill.tsx";
import { EmptyList } from "./empty-list.tsx";
import { OriginList } from "./origin-list.tsx";
import { originQuery } from "./queries.ts";
import { groupsOf, matches, rowsOf } from "./rows.ts";
import type { Shortcut } from "./shortcuts.ts";
import { Snackbar } from "./snackbar.tsx";
import { Toolbar } from "./toolbar.tsx";
import { lastUndoable, undoHistory } from "./undo-history.ts";
import { useInboxChanges } from "./use-inbox-changes.ts";
import { useHold } from "./use-hold.ts";
import { useListing } from "./use-listing.ts";
import { useRowFocus } from "./use-row-focus.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { useSlide } from "./use-slide.ts";
import { useView } from "./use-view.ts";
import { isFiltered, queryOf } from "./view.ts";

/** What reached a person: to look through, to read, to clear. */
export function Centre({ person }: { person: string }) {
  const queries = useQueryClient();
  const [view, setView] = useView();
  const [search, setSearch] = useState("");
  const top = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [optionsOpen, setOptionsOpen] = useState(false);

  const hold = useHold(top);
  const { inbox, items, loading, waiting, error, retry, more } = useListing(view);
  const changes = useInboxChanges(person, hold);
  const newest = hold?.newest ?? Infinity;
  const groups = useMemo(
    () => groupsOf(rowsOf(items.filter(({ id }) => id <= newest)).filter((row) => matches(row, search))),
    [items, newest, search],
  );
  const rows = useMemo(() => groups.flatMap((group) => group.rows), [groups]);
  const focus = useRowFocus(list, rows);
  useSlide(list, queryOf(view));

  const undoable = lastUndoable(useStore(undoHistory(person)), useNow());
  const narrowed = isFiltered(view) || search !== "";
  const empty = !loading && !error && rows.length === 0;
  // For when the button that had it goes.
  const keepFocus = () => list.current?.focus({ preventScroll: true });
  const undo = () => {
    changes.undo();
    keepFocus();
  };
  const showNew = () => {
    keepFocus();
    window.scrollTo({ top: 0 });
  };

  useShortcuts((shortcut: Shortcut) => {
    const row = focus.current();
    if (shortcut === "j" || shortcut === "k") focus.move(shortcut === "j" ? 1 : -1);
    else if (shortcut === "u") changes.undo();
    else if (shortcut === "?") setOptionsOpen(true);
    else if (row && shortcut === "e") changes.clear({ row });
    else if (row) changes.mark({ row }, row.unread);
  });

  const origins = {
    inbox,
    view,
    onView: setView,
    // A fetch too early that fails is of no concern; the list says so if it needs it.
    onApproach: (origin: string) => void queries.infiniteQuery(originQuery(origin)).catch(() => undefined),
  };

  return (
    <div className="grid flex-1 content-start gap-x-8 md:grid-cols-[13rem_minmax(0,72ch)] md:justify-center">
      <nav
        aria-label="Origins"
        className="sticky top-20 hidden max-h-[calc(100dvh-6rem)] self-start overflow-y-auto md:block"
      >
        <OriginList {...origins} />
      </nav>
      <div className="flex min-w-0 flex-col gap-3">
        <Toolbar
          origins={origins}
          optionsOpen={optionsOpen}
          onOptions={setOptionsOpen}
          view={view}
          onView={setView}
          search={search}
          onSearch={setSearch}
          unread={inbox ? unreadIn(inbox) : 0}
          empty={items.length === 0}
          onMarkAllRead={() => changes.mark({}, true)}
          onClearAll={() => changes.clear({})}
        />
        <div ref={top} aria-hidden className="-mt-3 h-px" />
        <NewPill waiting={items.filter(({ id }) => id > newest).length} onShow={showNew} />
        <div
          ref={list}
          tabIndex={-1}
          role="region"
          aria-label="Notifications"
          aria-busy={loading && !waiting}
          onPointerEnter={fetchDetails}
          onFocus={fetchDetails}
          className="relative flex flex-col gap-4 outline-none"
        >
          <Groups
            groups={groups}
            origins={inbox?.origins ?? []}
            changes={changes}
            single={view.origin !== undefined}
            narrowed={narrowed}
            more={more}
            onShow={(origin) => setView({ origin })}
          />
          {empty && (
            <EmptyList
              view={view}
              search={search}
              clearedAt={inbox?.clearedAt ?? null}
              onUndo={undoable && undo}
              onShowAll={() => {
                setSearch("");
                setView({ unread: false, category: undefined });
              }}
            >
              {more && <LoadMore {...more} fitting={0} />}
            </EmptyList>
          )}
          {loading && !error && <ListSkeleton waiting={waiting} />}
          {error && <FailedList error={error} retry={retry} />}
        </div>
      </div>
      <Snackbar
        done={empty && !narrowed ? undefined : undoable}
        onUndo={undo}
        failure={changes.failure}
        onForgetFailure={changes.forgetFailure}
      />
    </div>
  );
}
