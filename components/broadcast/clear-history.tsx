"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmAction } from "../http/confirm-action.tsx";
import { Button } from "../ui/button.tsx";
import type { BroadcastActions } from "./broadcast-actions.ts";
import { sentKey } from "./queries.ts";
import { grouped } from "#lib/grouped.ts";

/** Empties the history, after asking. */
export function ClearHistory({ clear, disabled }: { clear: BroadcastActions["clearSent"]; disabled: boolean }) {
  const [open, setOpen] = useState(false);
  const queries = useQueryClient();
  return (
    <>
      <Button look="quiet" small disabled={disabled} onClick={() => setOpen(true)}>
        Clear…
      </Button>
      <ConfirmAction
        open={open}
        onOpenChange={setOpen}
        title="Clear past broadcasts?"
        verb="Clear"
        action={clear}
        given={undefined}
        toastWords={({ cleared }) =>
          cleared === 1 ? "1 past broadcast cleared" : `${grouped(cleared)} past broadcasts cleared`
        }
        onDone={() => queries.invalidateQueries({ queryKey: sentKey })}
      >
        All of them leave this list, whatever range it shows, and for every admin. Copies in inboxes stay, and so does
        what is scheduled or running. This can’t be undone.
      </ConfirmAction>
    </>
  );
}
