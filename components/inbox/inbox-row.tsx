"use client";

import { memo } from "react";
import { cx } from "../ui/cx.ts";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { toneText } from "../ui/tone.ts";
import { DetailsOnDemand } from "./details-on-demand.tsx";
import { kindLook } from "./kind-look.ts";
import { historyOf, type Row } from "./rows.ts";
import { plain, sentence } from "#lib/inbox/sentence.ts";

export interface InboxRowProps {
  row: Row;
  open: boolean;
  /** The same function at every drawing. */
  onToggle: (row: Row) => void;
  onClear: (row: Row) => void;
  onMarkUnread: (row: Row) => void;
}

/** A notification in two lines, which open to all there is to know. */
export const InboxRow = memo(
  function InboxRow({ row, open, onToggle, onClear, onMarkUnread }: InboxRowProps) {
    const { key, newest, unread } = row;
    const words = sentence(newest);
    const { spans } = words;
    const { icon, tone, word } = kindLook(words.kind, newest);
    const meta = [...words.meta, historyOf(row)].filter((piece) => piece !== undefined);
    const longest = meta.reduce((found, piece) => (piece.length > found.length ? piece : found), "");
    // What is all theirs runs from where their script begins; within a sentence of ours, ours does.
    const theirs = spans.length === 1;
    const id = `row-${newest.id}`;
    return (
      <li
        data-key={key}
        onKeyDown={(event) => {
          if (!open || event.key !== "Escape") return;
          event.currentTarget.querySelector<HTMLElement>("[data-row]")?.focus();
          onToggle(row);
        }}
        className="group/row border-t border-line [contain-intrinsic-size:auto_4rem] sm:[contain-intrinsic-size:auto_3.5rem] [content-visibility:auto]"
      >
        <div className="flex items-stretch hover:bg-hover">
          <button
            type="button"
            data-row={key}
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={() => onToggle(row)}
            className="grid min-h-16 scroll-mt-28 scroll-mb-18 sm:scroll-mt-24 sm:scroll-mb-4 min-w-0 flex-1 grid-cols-[auto_auto_minmax(0,1fr)] content-center gap-x-1 py-2 pr-1 pl-2.5 text-left -outline-offset-2 sm:min-h-14 sm:grid-cols-[auto_minmax(0,1fr)_auto] sm:gap-x-3 sm:py-1.75 sm:pl-4"
          >
            <span className="row-span-2 flex items-center gap-1.5 self-start pt-0.5 pr-1 sm:gap-2.5 sm:pr-0">
              <span className={cx("size-2 rounded-full", unread && "bg-ink")} />
              <Icon name={icon} className={cx("size-4.5", toneText[tone])} />
            </span>
            <span
              dir={theirs ? "auto" : undefined}
              className={cx(
                "line-clamp-3 text-start [overflow-wrap:anywhere] max-sm:col-span-2",
                unread ? "text-ink" : "text-soft",
                unread && spans.every((span) => typeof span === "string") && "font-semibold",
              )}
            >
              {(unread || word) && (
                <span dir="ltr" className="sr-only">
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
            </span>
            <span className="text-small text-meta sm:pt-px">
              <RelativeTime iso={new Date(newest.timestamp).toISOString()} />
            </span>
            {meta.length > 0 && (
              <span className="flex min-w-0 overflow-hidden text-small whitespace-pre text-meta max-sm:before:content-['·_'] sm:col-start-2">
                {meta.map((piece, at) => (
                  <span key={at} className={cx("flex", piece === longest ? "min-w-0" : "max-w-1/2 shrink-0")}>
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
            aria-label={`Clear “${plain(words)}”`}
            title="Clear"
            onClick={() => onClear(row)}
            className="flex w-11 shrink-0 items-center justify-center text-meta -outline-offset-2 hover:text-ink focus-visible:opacity-100 pointer-fine:opacity-0 pointer-fine:group-focus-within/row:opacity-100 pointer-fine:group-hover/row:opacity-100"
          >
            <Icon name="x" className="size-4" />
          </button>
        </div>
        {open && <DetailsOnDemand id={id} row={row} onMarkUnread={onMarkUnread} />}
      </li>
    );
  },
  (before, after) => before.open === after.open && isSame(before.row, after.row),
);

/** Bodies never change; what may is which there are, and whether they were read. */
const isSame = (one: Row, other: Row) =>
  one.key === other.key &&
  one.all.length === other.all.length &&
  one.all.every(({ id, read }, at) => other.all[at]?.id === id && other.all[at].read === read);
