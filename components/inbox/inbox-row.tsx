"use client";

import { memo } from "react";
import { cx } from "../ui/cx.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { toneText } from "../ui/tone.ts";
import { historyOf, rowSentence } from "./burst-words.ts";
import { DetailsOnDemand } from "./details-on-demand.tsx";
import { kindLook } from "./kind-look.ts";
import type { Row } from "./rows.ts";
import { plain } from "#lib/inbox/sentence.ts";
import { useLongPress } from "./use-long-press.ts";
import type { View } from "./view.ts";

/** What a row can be asked for; the same functions at every drawing. */
export interface RowActions {
  onPress: (row: Row, how: { range: boolean; touch: boolean }) => void;
  onChoose: (row: Row) => void;
  onClear: (row: Row) => void;
  onMarkUnread: (row: Row) => void;
  onKeep: (row: Row, kept: boolean) => void;
}

export interface InboxRowProps {
  row: Row;
  open: boolean;
  chosen: boolean;
  /** Whether it is one of a burst. */
  within: boolean;
  show: View["show"];
  actions: RowActions;
}

/** A notification in two lines, which open to all there is to know; or a burst, which opens to its own. */
export const InboxRow = memo(
  function InboxRow({ row, open, chosen, within, show, actions }: InboxRowProps) {
    const { key, newest, unread, members } = row;
    const words = rowSentence(row);
    const { spans } = words;
    const { icon, tone, word } = kindLook(words.kind, newest);
    const kept = newest.kept === true;
    const meta = [...words.meta, historyOf(row), kept && show !== "kept" ? "kept" : undefined].filter(
      (piece) => piece !== undefined,
    );
    // The longest is cut, but keeps its share of the line as the others have theirs.
    const longest = meta.reduce((found, piece) => (piece.length > found.length ? piece : found), "");
    const share = ["", "", "max-w-1/2", "max-w-1/2 sm:max-w-1/3"][meta.length] ?? "max-w-1/2 sm:max-w-1/4";
    // What is all theirs runs from where their script begins; within a sentence of ours, ours does.
    const theirs = spans.length === 1;
    const id = `row-${newest.id}`;
    const { handlers, touched } = useLongPress(() => actions.onChoose(row));
    const aside: { icon: IconName; words: string; act: () => void } =
      show === "cleared"
        ? { icon: "undo", words: "Bring back", act: () => actions.onKeep(row, true) }
        : kept
          ? { icon: "pin", words: "Keep no longer", act: () => actions.onKeep(row, false) }
          : { icon: "x", words: "Clear", act: () => actions.onClear(row) };
    return (
      <div
        data-key={key}
        onKeyDown={(event) => {
          if (!open || event.key !== "Escape") return;
          event.currentTarget.querySelector<HTMLElement>("[data-row]")?.focus();
          actions.onPress(row, { range: false, touch: false });
        }}
        className="inbox-row"
      >
        <div className={cx("flex items-stretch", chosen ? "bg-line forced-chosen" : "hover:bg-hover")}>
          <button
            type="button"
            data-row={key}
            aria-expanded={open}
            aria-controls={open && !members ? id : undefined}
            onMouseDown={(event) => {
              // A range is chosen, not text.
              if (event.shiftKey) event.preventDefault();
            }}
            {...handlers}
            onClick={({ shiftKey, detail }) =>
              // A press of a key is no click of a finger, whatever was there last.
              actions.onPress(row, { range: shiftKey, touch: touched.current && detail > 0 })
            }
            className={`inbox-line ${within ? "pl-6 sm:pl-11" : "pl-2.5 sm:pl-4"}`}
          >
            <span className="row-span-2 flex items-center gap-1.5 self-start pt-0.5 pr-1 sm:gap-2.5 sm:pr-0">
              <span className={cx("size-2 rounded-full", unread && (chosen ? "bg-current" : "bg-ink"))} />
              <Icon name={chosen ? "check" : icon} className={cx("size-4.5", chosen ? "text-ink" : toneText[tone])} />
            </span>
            <span
              dir={theirs ? "auto" : undefined}
              className={cx(
                "line-clamp-3 text-start [overflow-wrap:anywhere] max-sm:col-span-2",
                unread ? "text-ink" : "text-soft",
                unread && spans.every((span) => typeof span === "string") && "font-semibold",
              )}
            >
              {(unread || word || chosen) && (
                <span dir="ltr" className="sr-only">
                  {chosen && "Chosen. "}
                  {unread && "Unread. "}
                  {word && `${word}: `}
                </span>
              )}
              {spans.map((span, at) =>
                // Isolated: what others wrote, in whatever direction, turns no word of ours around.
                typeof span === "string" ? (
                  theirs ? (
                    span
                  ) : (
                    <bdi key={at}>{span}</bdi>
                  )
                ) : (
                  <strong key={at} className={cx("[unicode-bidi:isolate]", unread ? "font-semibold" : "font-medium")}>
                    {span.strong}
                  </strong>
                ),
              )}
              {members && (
                <Icon
                  name="chevron-down"
                  className={cx(
                    "ml-1 inline size-4 align-text-bottom text-meta transition-transform duration-150",
                    !open && "-rotate-90",
                  )}
                />
              )}
            </span>
            <span className="text-small text-meta sm:pt-px">
              <RelativeTime iso={new Date(newest.timestamp).toISOString()} />
            </span>
            {meta.length > 0 && (
              <span className="inbox-meta">
                {meta.map((piece, at) => (
                  <span
                    key={at}
                    className={cx(
                      "flex",
                      piece === longest ? "min-w-0" : `shrink-0 ${share}`,
                      // A phone has room for two; what else there is stands in the row when it is open.
                      at > 1 && piece !== "kept" && "max-sm:hidden",
                    )}
                  >
                    {at > 0 && " · "}
                    <span dir="auto" className="truncate">
                      {piece}
                    </span>
                  </span>
                ))}
              </span>
            )}
          </button>
          <button
            type="button"
            aria-label={`${aside.words} “${plain(words)}”`}
            title={aside.words}
            onClick={aside.act}
            className={cx("inbox-aside", aside.icon !== "pin" && "pointer-fine:opacity-0")}
          >
            <Icon name={aside.icon} className="size-4" />
          </button>
        </div>
        {open && !members && (
          <DetailsOnDemand
            id={id}
            row={row}
            onMarkUnread={show === "cleared" ? undefined : actions.onMarkUnread}
            onKeep={actions.onKeep}
          />
        )}
      </div>
    );
  },
  (before, after) =>
    before.open === after.open &&
    before.chosen === after.chosen &&
    before.within === after.within &&
    before.show === after.show &&
    isSame(before.row, after.row),
);

/** Bodies never change; what may is which there are, and whether they were read or are kept. */
const isSame = (one: Row, other: Row) =>
  one.key === other.key &&
  one.members?.length === other.members?.length &&
  one.all.length === other.all.length &&
  one.all.every(
    ({ id, read, kept }, at) => other.all[at]?.id === id && other.all[at].read === read && other.all[at].kept === kept,
  );
