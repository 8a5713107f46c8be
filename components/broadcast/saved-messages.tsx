"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "../ui/toast.ts";
import type { SavedMessage } from "#lib/broadcast/document.ts";
import { savedMessageFault } from "#lib/broadcast/variables.ts";
import { messageOf } from "../http/request-error.ts";
import { useChange } from "../http/use-change.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { Notice } from "../ui/notice.tsx";
import type { BroadcastActions } from "./broadcast-actions.ts";
import { autoCloseOnForm } from "./draft-of.ts";
import { autoCloseMs, type Draft } from "./draft.ts";
import { FillIn } from "./fill-in.tsx";
import { savedQuery } from "./queries.ts";
import { variantLook } from "./variant-look.ts";

export interface SavedMessagesProps {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  actions: Pick<BroadcastActions, "saveMessage" | "takeUpSaved" | "removeSaved">;
}

/** Messages kept for the next time, the one used last first: save what is on the form, take one up, remove one. */
export function SavedMessages({ draft, onChange, actions }: SavedMessagesProps) {
  const [open, setOpen] = useState(false);
  const queries = useQueryClient();
  const { data: saved, error: unlisted } = useQuery({ ...savedQuery, enabled: open });
  const refresh = () => queries.invalidateQueries({ queryKey: savedQuery.queryKey });
  const saving = useChange(actions.saveMessage, async () => {
    await refresh();
    toast("success", "Message saved");
  });
  const removing = useChange(actions.removeSaved, refresh);
  const takingUp = useChange(actions.takeUpSaved, refresh);

  const [filling, setFilling] = useState<SavedMessage>();

  const length = autoCloseMs(draft);
  const unfit = savedMessageFault(draft.message) !== undefined || length === undefined;
  const use = ({ id, type, autoClose }: SavedMessage, message: string) => {
    onChange({ message, variant: type, ...autoCloseOnForm(autoClose) });
    takingUp.run({ id });
    setFilling(undefined);
    setOpen(false);
  };
  const choose = (one: SavedMessage) => (one.variables.length > 0 ? setFilling(one) : use(one, one.message));
  const failure = unlisted ? messageOf(unlisted) : (saving.failure ?? removing.failure);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Button
          small
          look="quiet"
          onClick={() => {
            setFilling(undefined);
            setOpen(!open);
          }}
        >
          {open ? "Hide saved messages" : "Saved messages"}
        </Button>
        <Button
          small
          look="quiet"
          disabled={unfit}
          pending={saving.pending}
          onClick={() => saving.run({ message: draft.message, variant: draft.variant, autoClose: length ?? false })}
        >
          Save this message
        </Button>
      </div>
      {failure !== undefined && (
        <Notice tone="error" title="That did not work" alert>
          {failure}
        </Notice>
      )}
      {open && saved?.length === 0 && (
        <p className="text-small text-meta">
          No message is saved yet. Write one, then save it. Words in braces, such as {"{time}"}, are asked for when it
          is used.
        </p>
      )}
      {open && filling && (
        <FillIn
          key={filling.id}
          saved={filling}
          onUse={(message) => use(filling, message)}
          onCancel={() => setFilling(undefined)}
        />
      )}
      {open && !filling && saved !== undefined && saved.length > 0 && (
        <ul aria-label="Kept for the next time" className="max-h-60 overflow-y-auto rounded-control border border-line">
          {saved.map((one) => {
            const { word, icon } = variantLook[one.type];
            return (
              <li key={one.id} className="flex items-center gap-1 border-b border-line pr-1 last:border-b-0">
                <button
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
