"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { messageOf } from "../http/request-json.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { cancelBroadcast } from "./queries.ts";

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

/** Takes back what was not sent yet of a scheduled, running or waiting broadcast, after asking. */
export function CancelBroadcast({ id, state }: Pick<BroadcastDocument, "id" | "state">) {
  const [asked, setAsked] = useState<Cancellable>();
  const [open, setOpen] = useState(false);
  const queries = useQueryClient();
  const { mutate, reset, isPending, error } = useMutation({
    mutationFn: () => cancelBroadcast(id),
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: ["broadcast", id] }),
        queries.invalidateQueries({ queryKey: ["sent"] }),
      ]);
      setOpen(false);
      toast.success("Broadcast cancelled");
    },
  });
  return (
    <>
      {isCancellable(state) && (
        <Button
          small
          onClick={() => {
            reset();
            setAsked(state);
            setOpen(true);
          }}
        >
          Cancel
        </Button>
      )}
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Cancel this broadcast?"
        verb="Cancel broadcast"
        wayOut="Keep it"
        onConfirm={() => mutate()}
        pending={isPending}
        error={error ? messageOf(error) : undefined}
      >
        {asked && outlook[isCancellable(state) ? state : asked]}
      </ConfirmDialog>
    </>
  );
}
