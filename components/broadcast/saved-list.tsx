"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { SavedMessage } from "#lib/broadcast/document.ts";
import { messageOf } from "../http/request-error.ts";
import { useChange } from "../http/use-change.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { Notice } from "../ui/notice.tsx";
import type { BroadcastActions } from "./broadcast-actions.ts";
import { FillIn } from "./fill-in.tsx";
import { refreshSaved, savedQuery } from "./queries.ts";
import { variantLook } from "./variant-look.ts";

export interface SavedListProps {
  /** Whether it is looked at. */
  open: boolean;
  /** @param message as it goes onto the form, with its variables filled in */
  onUse: (saved: SavedMessage, message: string) => void;
  actions: Pick<BroadcastActions, "takeUpSaved" | "removeSaved">;
}

/**
 * The messages kept for the next time, the one used last first: take one up, or remove one. While it is not looked at it stays, for
 * what is under way and what failed.
 */
export function SavedList({ open, onUse, actions }: SavedListProps) {
  const queries = useQueryClient();
  const { data: saved, error: unlisted } = useQuery({ ...savedQuery, enabled: open });
  const refresh = () => refreshSaved(queries);
  const removing = useChange(actions.removeSaved, refresh);
  const takingUp = useChange(actions.takeUpSaved, refresh);
  const [filling, setFilling] = useState<SavedMessage>();
  if (!open && filling) setFilling(undefined);
  /** Whose filling in was given up: the focus goes back to it. */
  const left = useRef<number>(undefined);

  // When the button that had the focus goes with its message.
  const list = useRef<HTMLDivElement>(null);
  const removed = removing.given?.id;
  const isGone = removed !== undefined && saved?.every(({ id }) => id !== removed);
  useEffect(() => {
    if (isGone && document.activeElement === document.body) list.current?.focus();
  }, [isGone, removed]);

  const use = (one: SavedMessage, message: string) => {
    takingUp.run({ id: one.id });
    onUse(one, message);
  };
  const choose = (one: SavedMessage) => (one.variables.length > 0 ? setFilling(one) : use(one, one.message));
  return (
    <div
      ref={list}
      tabIndex={-1}
      role="group"
      aria-label="Saved messages"
      className="flex flex-col gap-2 outline-none empty:hidden"
    >
      {unlisted && (
        <Notice tone="error" title="The saved messages could not be listed" alert>
          {messageOf(unlisted)}
        </Notice>
      )}
      {removing.failure !== undefined && (
        <Notice tone="error" title="The message was not removed" alert>
          {removing.failure}
        </Notice>
      )}
      {open && saved?.length === 0 && (
        <p className="text-small text-meta">
          No message is saved yet. Write one, then save it. Words in braces, such as {"{time}"}, are asked for when it
          is used.
        </p>
      )}
      {filling && (
        <FillIn
          key={filling.id}
          saved={filling}
          onUse={(message) => use(filling, message)}
          onCancel={() => {
            left.current = filling.id;
            setFilling(undefined);
          }}
        />
      )}
      {open && !filling && saved !== undefined && saved.length > 0 && (
        <ul aria-label="Kept for the next time" className="max-h-60 overflow-y-auto rounded-control border border-line">
          {saved.map((one) => {
            const { word, icon } = variantLook[one.type];
            return (
              <li key={one.id} className="flex items-center gap-1 border-b border-line pr-1 last:border-b-0">
                <button
                  ref={(button) => {
                    if (!button || one.id !== left.current) return;
                    left.current = undefined;
                    button.focus();
                  }}
                  type="button"
                  onClick={() => choose(one)}
                  className="touch-target flex min-h-9 min-w-0 flex-1 items-center gap-2 px-3 text-left hover:bg-hover focus-visible:-outline-offset-2"
                >
                  <Icon name={icon} className="size-4 shrink-0 text-meta" />
                  <span className="sr-only">{word}: </span>
                  <span dir="auto" className="flex-1 truncate">
                    {one.message}
                  </span>
                </button>
                <Button
                  small
                  look="quiet"
                  label={`Remove “${one.message}”`}
                  pending={removing.pending && removing.given?.id === one.id}
                  onClick={() => removing.run({ id: one.id })}
                >
                  <Icon name="x" className="size-4" />
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
