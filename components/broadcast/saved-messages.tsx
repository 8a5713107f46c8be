"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { savedMessageFault } from "#lib/broadcast/variables.ts";
import { useChange } from "../http/use-change.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { toast } from "../ui/toast.ts";
import type { BroadcastActions } from "./broadcast-actions.ts";
import { autoCloseOnForm } from "./draft-of.ts";
import { autoCloseMs, type Draft } from "./draft.ts";
import { refreshSaved } from "./queries.ts";
import { SavedList, type SavedListProps } from "./saved-list.tsx";

export interface SavedMessagesProps {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  actions: SavedListProps["actions"] & Pick<BroadcastActions, "saveMessage">;
}

/** Messages kept for the next time: save what is on the form, or take one up. */
export function SavedMessages({ draft, onChange, actions }: SavedMessagesProps) {
  /** Whether their list is looked at; nothing until it is for the first time. */
  const [open, setOpen] = useState<boolean>();
  const place = useRef<HTMLDivElement>(null);
  const queries = useQueryClient();
  const saving = useChange(actions.saveMessage, async () => {
    await refreshSaved(queries);
    toast("success", "Message saved");
  });
  const length = autoCloseMs(draft);
  const unfit = savedMessageFault(draft.message) !== undefined || length === undefined;
  return (
    <div ref={place} className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Button small look="quiet" onClick={() => setOpen(!open)}>
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
      {saving.failure !== undefined && (
        <Notice tone="error" title="The message was not saved" alert>
          {saving.failure}
        </Notice>
      )}
      {open !== undefined && (
        <SavedList
          open={open}
          onUse={({ type, autoClose }, message) => {
            onChange({ message, variant: type, ...autoCloseOnForm(autoClose) });
            setOpen(false);
            place.current?.closest("form")?.querySelector("textarea")?.focus();
          }}
          actions={actions}
        />
      )}
    </div>
  );
}
