"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useNow } from "../ui/now.tsx";
import { useStore } from "../ui/use-store.ts";
import { ChosenBar } from "./chosen-bar.tsx";
import { fetchDetails } from "./details-on-demand.tsx";
import { EmptyList } from "./empty-list.tsx";
import { FailedList } from "./failed-list.tsx";
import { Groups } from "./groups.tsx";
import { unreadIn } from "./inbox.ts";
import type { Target } from "./inbox-requests.ts";
import { ListSkeleton } from "./list-skeleton.tsx";
import { LoadMore } from "./load-more.tsx";
import { NewPill } from "./new-pill.tsx";
import { OriginList } from "./origin-list.tsx";
import { listQuery } from "./queries.ts";
import { folded, groupsOf, rowsOf, shareOf, type Row } from "./rows.ts";
import type { Shortcut } from "./shortcuts.ts";
import { Snackbar } from "./snackbar.tsx";
import { Toolbar } from "./toolbar.tsx";
import { lastUndoable, undoHistory } from "./undo-history.ts";
import { useChosen } from "./use-chosen.ts";
import { useHold } from "./use-hold.ts";
import { fetchChanges, useInboxChanges } from "./use-inbox-changes.ts";
import { useListing } from "./use-listing.ts";
import { useOpenRows } from "./use-open-rows.ts";
import { useRowFocus } from "./use-row-focus.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { useSlide } from "./use-slide.ts";
import { useView } from "./use-view.ts";
import { isAll, isFiltered, queryOf, whole } from "./view.ts";
import { grouped } from "#lib/grouped.ts";

/** Fetches what a hand that is near may want next. */
function fetchAhead(): void {
  fetchDetails();
  fetchChanges();
}

/** What reached a person: to look through, to read, to clear. */
export function Centre({ person }: { person: string }) {
  const queries = useQueryClient();
  const [view, setView] = useView();
  const top = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const [optionsOpen, setOptionsOpen] = useState(false);
  const filtered = isFiltered(view);
  const [filtersOpen, setFiltersOpen] = useState(filtered);

  const hold = useHold(top);
  const { inbox, items, total, loading, waiting, error, retry, more } = useListing(view);
  const changes = useInboxChanges(person, hold);
  const newest = hold?.newest ?? Infinity;
  // In what is kept or was cleared, everything was somewhere before.
  const heldBack = view.show === undefined ? items.filter(({ id }) => id > newest) : [];
  const held = new Set(heldBack.map(({ id }) => id));
  const seen = held.size === 0 ? items : items.filter(({ id }) => !held.has(id));
  const all = isAll(view);
  const urgent = inbox?.urgent;
  const groups = useMemo(() => {
    const rows = rowsOf(items.filter(({ id }) => view.show !== undefined || id <= newest));
    const groups = groupsOf(filtered || view.show !== undefined ? rows : folded(rows));
    if (!all) return groups;
    const first = new Set(urgent);
    return groups.map((group) => shareOf(group, first));
  }, [items, newest, view.show, filtered, all, urgent]);
  const open = useOpenRows();
  const rows = open.drawn(groups.flatMap((group) => group.rows));
  const focus = useRowFocus(list, rows);
  const shown = queryOf(view);
  const chosen = useChosen(rows, shown);
  useSlide(list, shown);

  const undoable = lastUndoable(useStore(undoHistory(person)), useNow());
  const empty = !loading && !error && rows.length === 0;
  const origins = inbox?.origins ?? [];
  const heard = origins.filter(({ total, muted }) => total > 0 && !muted);
  const unseen = all ? heard.length - groups.length : 0;
  // What the buttons above take: in all, or, where everybody who counted is here, of what fits.
  const counted = all || total !== undefined;
  const unread = all ? (inbox ? unreadIn(inbox) : 0) : seen.filter(({ read }) => !read).length;
  const clearable = all
    ? heard.reduce((sum, { total, kept = 0 }) => sum + total - kept, 0)
    : seen.filter(({ kept }) => !kept).length;
  const everything: Target = { view, listed: seen };

  // For when the button that had it goes.
  const keepFocus = () => list.current?.focus({ preventScroll: true });
  const undo = () => {
    changes.undo();
    keepFocus();
  };
  const clearRows = (rows: readonly Row[]) => {
    if (view.show === undefined) changes.clear({ rows });
  };
  const markRows = (rows: readonly Row[]) => {
    if (view.show === "cleared") return;
    if (rows.some(({ unread }) => unread)) changes.mark({ rows });
    else changes.markUnread(rows);
  };
  /** Does something to what is chosen, which then is no longer. */
  const toChosen = (act: (rows: readonly Row[]) => void) => {
    act(chosen.rows);
    chosen.end();
  };

  useShortcuts((shortcut: Shortcut) => {
    const row = focus.current();
    switch (shortcut) {
      case "j":
      case "k":
        focus.move(shortcut === "j" ? 1 : -1);
        return true;
      case "u":
        changes.undo();
        return true;
      case "?":
        setOptionsOpen(true);
        return true;
      case "/":
        flushSync(() => setFiltersOpen(true));
        searchField.current?.select();
        return true;
      case "end":
        chosen.end();
        return chosen.rows.length > 0;
      case "x":
        if (row) chosen.choose(row.key);
        return true;
      case "choose down":
      case "choose up": {
        if (!row) return false;
        const next = rows[rows.indexOf(row) + (shortcut === "choose down" ? 1 : -1)];
        chosen.choose(next?.key ?? row.key, { range: true, from: row.key });
        focus.move(shortcut === "choose down" ? 1 : -1);
        return true;
      }
      case "e":
        if (chosen.rows.length > 0) toChosen(clearRows);
        else if (row) clearRows([row]);
        return true;
      case "r":
        if (chosen.rows.length > 0) toChosen(markRows);
        else if (row) markRows([row]);
        return true;
    }
  });

  const originList = {
    inbox,
    view,
    onView: setView,
    // A fetch too early that fails is of no concern; the list says so if it needs it.
    onApproach: (origin: string) =>
      void queries.infiniteQuery(listQuery({ ...view, origin, show: undefined })).catch(() => undefined),
  };

  return (
    <div
      onPointerEnter={fetchAhead}
      onFocus={fetchAhead}
      className="grid flex-1 content-start gap-x-8 md:grid-cols-[13rem_minmax(0,72ch)] md:justify-center"
    >
      <nav
        aria-label="Origins"
        className="sticky top-20 hidden max-h-[calc(100dvh-6rem)] self-start overflow-y-auto md:block"
      >
        <OriginList {...originList} />
      </nav>
      <div className="flex min-w-0 flex-col gap-3">
        <Toolbar
          origins={originList}
          optionsOpen={optionsOpen}
          onOptions={setOptionsOpen}
          filtersOpen={filtersOpen}
          onFilters={setFiltersOpen}
          view={view}
          onView={setView}
          searchField={searchField}
          unread={counted ? unread : undefined}
          clearable={counted ? clearable : undefined}
          onMarkRead={() => {
            changes.mark(everything);
            if (filtered) keepFocus();
          }}
          onClear={() => {
            changes.clear(everything);
            if (filtered) keepFocus();
          }}
        />
        <div ref={top} aria-hidden className="-mt-3 h-px" />
        {chosen.rows.length > 0 && (
          <ChosenBar
            count={chosen.rows.length}
            show={view.show}
            onClear={() => {
              toChosen(clearRows);
              keepFocus();
            }}
            onRead={() => {
              toChosen((rows) => changes.mark({ rows }));
              keepFocus();
            }}
            onKeep={(kept) => {
              toChosen((rows) => changes.keep(rows, kept));
              keepFocus();
            }}
            onEnd={() => {
              chosen.end();
              keepFocus();
            }}
          />
        )}
        <NewPill
          waiting={heldBack.length}
          onShow={(hadFocus) => {
            if (hadFocus) keepFocus();
            window.scrollTo({ top: 0 });
          }}
        />
        <div
          ref={list}
          tabIndex={-1}
          role="region"
          aria-label="Notifications"
          aria-busy={loading && !waiting}
          className="relative flex flex-col gap-4 outline-none"
        >
          <Groups
            groups={groups}
            items={seen}
            view={view}
            origins={origins}
            changes={changes}
            open={open}
            chosen={chosen}
            more={more}
            total={total}
            waitingIn={(origin) => heldBack.filter((item) => item.origin === origin).length}
            onShow={(origin) => setView({ origin })}
          />
          {view.origin === undefined && more && rows.length > 0 && <LoadMore {...more} fitting={rows.length} />}
          {unseen > 0 && (
            <p className="text-center text-small text-meta">
              {grouped(unseen)} more {unseen === 1 ? "origin stands" : "origins stand"} in the list of origins.
            </p>
          )}
          {empty && (
            <EmptyList
              view={view}
              clearedAt={inbox?.clearedAt ?? null}
              onUndo={undoable && undo}
              onShowAll={() => setView(whole(view))}
            >
              {more && <LoadMore {...more} fitting={0} />}
            </EmptyList>
          )}
          {loading && !error && <ListSkeleton waiting={waiting} />}
          {error && <FailedList error={error} retry={retry} />}
        </div>
      </div>
      <Snackbar
        done={undoable}
        quiet={empty && !filtered && view.show === undefined}
        onUndo={undo}
        failure={changes.failure}
        onForgetFailure={changes.forgetFailure}
      />
    </div>
  );
}
