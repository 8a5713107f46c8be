"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { ConfirmAction } from "../http/confirm-action.tsx";
import { Button } from "../ui/button.tsx";
import type { BroadcastActions } from "./broadcast-actions.ts";
import { refreshBroadcast } from "./queries.ts";

/** What happens to it, and what stays, by the state it is in; the other states can't be cancelled. */
const outlook = {
  scheduled:
    "Nothing was sent yet, and nothing will be. It stays in the list of past broadcasts, marked as taken back.",
  running:
    "Labs that were not asked yet won’t be. Requests on their way end by themselves; a lab that has the message keeps it, and so do inboxes.",
  waiting: "Labs that start from now on won’t get it. A lab that has the message keeps it, and so do inboxes.",
};
type Cancellable = keyof typeof outlook;

const isCancellable = (state: BroadcastDocument["state"]): state is Cancellable => Object.hasOwn(outlook, state);

export interface CancelBroadcastProps extends Pick<BroadcastDocument, "id" | "state"> {
  cancel: BroadcastActions["cancel"];
}

/** Takes back what was not sent yet of a scheduled, running or waiting broadcast, after asking. */
export function CancelBroadcast({ id, state, cancel }: CancelBroadcastProps) {
  const [asked, setAsked] = useState<Cancellable>();
  const [open, setOpen] = useState(false);
  const queries = useQueryClient();
  return (
    <>
      {isCancellable(state) && (
        <Button
          small
          onClick={() => {
            setAsked(state);
            setOpen(true);
          }}
        >
          Cancel
        </Button>
      )}
      <ConfirmAction
        open={open}
        onOpenChange={setOpen}
        title="Cancel this broadcast?"
        verb="Cancel broadcast"
        wayOut="Keep it"
        action={cancel}
        given={{ id }}
        toastWords="Broadcast cancelled"
        onDone={() => refreshBroadcast(queries, id)}
      >
        {asked && outlook[isCancellable(state) ? state : asked]}
      </ConfirmAction>
    </>
  );
}
